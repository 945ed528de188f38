import type { Texts } from '../catalogue.ts';

export const consents: Texts<'consents'> = {
  title: 'Acceso a la información de cuentas de Microsoft Exchange Online',
  lead: 'Dos consentimientos de un administrador global, la elección de a quién proteger y una sincronización. Puede salir en cualquier momento: no se pierde nada.',
  viewer:
    'Puede consultar, pero no hacer cambios. Estos pasos los da un administrador de su organización.',
  begin: {
    title: 'Exchange Online aún no está aprovisionado',
    lead: 'Necesitará un administrador global de su inquilino de Microsoft 365: usted mismo o alguien a quien envíe un enlace.',
    provision: 'Aprovisionar',
    opening: 'Se está abriendo la cuenta…',
  },
  journey: {
    label: 'Pasos hasta la protección',
    exchange: 'Consentimiento para Exchange Online',
    graph: 'Consentimiento para Microsoft Graph',
    targets: 'A quién proteger',
    synchronization: 'Sincronización',
    state: {
      done: 'hecho',
      current: 'en curso',
      attention: 'requiere su atención',
      upcoming: 'pendiente',
    },
  },
  part: {
    begin: 'Comenzar',
    consents: 'Consentimientos',
    ewsBlocked: 'Exchange Web Services está bloqueado',
    targets: 'A quién proteger',
    progress: 'Sincronización',
    synchronizationFailed: 'La sincronización no se ha completado',
    removalsHeld: 'Se necesita una decisión',
    protected: 'Exchange Online está protegido.',
    removing: 'Eliminación',
  },
  method: { label: 'Cómo se concede el acceso', useAccessToken: 'Usar token de acceso' },
  step: {
    exchange: {
      title: 'Paso 1: Exchange Online',
      instruction:
        'Un administrador global inicia sesión en Microsoft y acepta los permisos para Exchange Online, necesarios para gestionar la cuarentena. El inicio de sesión se abre en una pestaña nueva; después, vuelva aquí.',
    },
    graph: {
      title: 'Paso 2: Microsoft Graph',
      instruction:
        'Un administrador global del mismo inquilino inicia sesión en Microsoft y acepta los permisos para Microsoft Graph, que dan acceso a todos los buzones. El inicio de sesión se abre en una pestaña nueva; después, vuelva aquí.',
    },
    permissions: 'Permisos en {{resource}}',
    clickHere: 'Haga clic aquí',
    clickHereBegun: 'Abriendo Microsoft…',
    openedTab: 'Se está abriendo el inicio de sesión de Microsoft…',
    blocked: 'Su navegador no ha abierto la pestaña nueva.',
    blockedLink: 'Abrir el inicio de sesión de Microsoft',
    waitsForStep1: 'Este paso se abre cuando se concede el paso 1.',
    whoever: 'Un administrador global',
  },
  status: {
    notStarted: 'Sin iniciar',
    waitingForAdministrator: 'A la espera del administrador',
    checking: 'Comprobando con Microsoft',
    granted: 'Concedido',
    declined: 'Rechazado',
    refused: 'No admitido',
    expired: 'Caducado',
    revoked: 'Retirado',
  },
  statusLead: {
    waiting:
      'Nadie ha vuelto todavía del inicio de sesión de Microsoft. Puede completarse hasta el {{until}}.',
    waitingWho:
      '{{name}} ha iniciado sesión, pero aún no ha aceptado los permisos. Puede hacerlo hasta el {{until}}.',
    sent: '{{name}} está en la pantalla de consentimiento de Microsoft. Comprobamos automáticamente si lo acepta.',
    checking:
      'Microsoft ha recibido la respuesta de {{name}}. Puede tardar desde unos segundos hasta unas horas en surtir efecto; seguimos comprobándolo y no hace falta que espere aquí.',
    granted: 'Concedido por {{name}}, {{when}}.',
    declined: 'Si no era la intención, haga clic de nuevo.',
    refused:
      'No se ha perdido nada: haga clic de nuevo, si hace falta con otro administrador global.',
    expired:
      'El intento no se completó a tiempo; terminó el {{when}}. No se ha perdido nada: haga clic de nuevo.',
    revoked:
      'Microsoft ya no concede estos permisos. Dé de nuevo el consentimiento para continuar.',
  },
  check: {
    label: 'Comprobación con Microsoft',
    last: 'Última comprobación',
    next: 'Próxima comprobación',
    now: 'ahora',
    missing: 'Aún falta',
    diagnosis: 'Resultado',
    checkNow: 'Comprobar ahora',
    checking: 'Comprobando…',
    asked: 'Lo estamos comprobando.',
  },
  link: {
    lead: '¿El administrador global es otra persona? Envíele un enlace: sirve una sola vez, durante {{days, number}} días, y no requiere tener cuenta aquí.',
    copy: 'Copiar un enlace',
    copyNew: 'Copiar un enlace nuevo',
    open: 'Hay un enlace creado por {{name}} y abierto hasta el {{until}}. Uno nuevo lo anula.',
    copied:
      'El enlace se ha copiado. Sirve una sola vez, hasta el {{until}}, y no requiere tener cuenta aquí.',
    notCopied:
      'Su navegador no ha permitido copiarlo. Copie el enlace de aquí: sirve una sola vez, hasta el {{until}}, y no requiere tener cuenta aquí.',
    field: 'Enlace para el administrador global',
  },
  announce: { exchange: 'Paso 1: {{status}}', graph: 'Paso 2: {{status}}' },
  summary: {
    title: 'Ambos consentimientos están concedidos',
    exchange: 'Exchange Online: {{name}}, {{when}}',
    graph: 'Microsoft Graph: {{name}}, {{when}}',
    tenant: 'Inquilino {{tenant}}',
  },
  attention: {
    exchangeConsentRevoked:
      'El consentimiento para Exchange Online se ha retirado en Microsoft. Hasta que se dé de nuevo, la protección no se renueva. Haga clic en el paso 1.',
    graphConsentRevoked:
      'El consentimiento para Microsoft Graph se ha retirado en Microsoft. Hasta que se dé de nuevo, no se sincroniza nada. Haga clic en el paso 2.',
    ewsBlocked: {
      title: 'Exchange Web Services está bloqueado en su inquilino',
      lead: 'Los permisos están concedidos, pero la configuración de su inquilino impide que las aplicaciones usen Exchange Web Services, que necesitamos para mover mensajes a la cuarentena y desde ella.',
      how: 'Un administrador de Exchange ejecuta lo siguiente en Exchange Online PowerShell. Solo autoriza nuestra aplicación:',
      after:
        'Microsoft puede tardar hasta unas horas en aplicarlo. Seguimos comprobándolo y continuaremos automáticamente.',
      command: 'Comando de PowerShell',
      copy: 'Copiar el comando',
      copied: 'El comando se ha copiado.',
    },
    synchronizationFailed: {
      title: 'La sincronización no se ha completado',
      lead: 'No se pudo leer el inquilino, por más veces que se intentó. No se ha quitado nada, y lo publicado anteriormente sigue vigente.',
      how: 'Si Microsoft informa de una interrupción, espere a que termine. Después, vuelva a intentarlo: la sincronización empezará de nuevo.',
      retry: 'Reintentar ahora',
      begun: 'La sincronización empieza de nuevo.',
    },
  },
  removing: {
    title: 'La cuenta de servicio se está quitando',
    lead: 'Se elimina su copia del directorio y se libera el inquilino. Después podrá aprovisionarla de nuevo.',
    details: 'Ver cómo avanza',
  },
};

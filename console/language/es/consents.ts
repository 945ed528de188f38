import type { Texts } from '../catalogue.ts';

export const consents: Texts<'consents'> = {
  title: 'Acceso a la información de cuentas de Microsoft {{service}}',
  lead: {
    'exchange-online':
      'El aprovisionamiento requiere dos consentimientos de un administrador global, elegir a quién proteger y una sincronización. Puede salir en cualquier momento: no se pierde nada.',
    'sharepoint-online':
      'El aprovisionamiento requiere un consentimiento de un administrador global, elegir los sitios que proteger y una sincronización. Puede salir en cualquier momento: no se pierde nada.',
    onedrive:
      'El aprovisionamiento requiere un consentimiento de un administrador global, elegir a quién proteger y una sincronización. Puede salir en cualquier momento: no se pierde nada.',
  },
  viewer: 'Tiene acceso de solo lectura. Un administrador de su organización completa estos pasos.',
  begin: {
    title: '{{service}} aún no está aprovisionado',
    lead: 'Necesita un administrador global de su inquilino de Microsoft 365: usted mismo o alguien a quien envíe un enlace.',
    provision: 'Aprovisionar',
    opening: 'Creando la cuenta…',
  },
  journey: {
    label: 'Pasos del aprovisionamiento',
    consent: 'Consentimiento para {{consent}}',
    targets: { user: 'Elegir a quién proteger', site: 'Elegir los sitios que proteger' },
    synchronization: 'Sincronización',
    state: {
      done: 'completado',
      current: 'actual',
      attention: 'requiere su atención',
      upcoming: 'pendiente',
    },
  },
  part: {
    begin: 'Introducción',
    consents: 'Consentimientos',
    progress: 'Sincronización',
    protected: '{{service}} está protegido.',
    removing: 'Eliminación',
  },
  method: { label: 'Método de acceso', useAccessToken: 'Usar token de acceso' },
  step: {
    title: 'Paso {{step}}: {{consent}}',
    instruction: {
      exchange:
        'Un administrador global inicia sesión en Microsoft y acepta los permisos para Exchange Online, necesarios para administrar la cuarentena. La página de inicio de sesión se abre en una pestaña nueva. Cuando termine, vuelva aquí.',
      graph:
        'Un administrador global del mismo inquilino inicia sesión en Microsoft y acepta los permisos para Microsoft Graph, que dan acceso a todos los buzones. La página de inicio de sesión se abre en una pestaña nueva. Cuando termine, vuelva aquí.',
      sharepoint:
        'Un administrador global inicia sesión en Microsoft y acepta los permisos para Microsoft Graph, que dan acceso a los archivos de todos los sitios. La página de inicio de sesión se abre en una pestaña nueva. Cuando termine, vuelva aquí.',
      onedrive:
        'Un administrador global inicia sesión en Microsoft y acepta los permisos para Microsoft Graph, que dan acceso a los archivos de todas las unidades de OneDrive. La página de inicio de sesión se abre en una pestaña nueva. Cuando termine, vuelva aquí.',
    },
    permissions: 'Permisos para {{resource}}',
    clickHere: 'Haga clic aquí',
    clickHereBegun: 'Abriendo Microsoft…',
    openedTab: 'Abriendo la página de inicio de sesión de Microsoft…',
    blocked: 'Su navegador ha bloqueado la pestaña nueva.',
    blockedLink: 'Abrir la página de inicio de sesión de Microsoft',
    waits: 'Este paso estará disponible cuando se conceda el paso {{step}}.',
    whoever: 'Un administrador global',
  },
  status: {
    notStarted: 'Sin iniciar',
    waitingForAdministrator: 'A la espera del administrador',
    checking: 'Comprobando con Microsoft',
    granted: 'Concedido',
    notNeeded: 'No necesario',
    declined: 'Rechazado',
    refused: 'Denegado',
    expired: 'Caducado',
    revoked: 'Revocado',
  },
  statusLead: {
    waiting:
      'Todavía nadie ha completado el inicio de sesión de Microsoft. Este intento caduca el {{until}}.',
    waitingWho:
      '{{name}} ha iniciado sesión, pero aún no ha aceptado los permisos. Este intento caduca el {{until}}.',
    sent: '{{name}} está en la página de consentimiento de Microsoft. Comprobamos automáticamente si se aceptan los permisos.',
    unconfirmed:
      'Aun así, es posible que se haya registrado el consentimiento de {{name}}, por lo que seguimos comprobándolo. Si no hay cambios en unos minutos, haga clic de nuevo.',
    checking:
      'Microsoft ha recibido la respuesta de {{name}}. Puede tardar desde unos segundos hasta unas horas en surtir efecto; seguimos comprobándolo y no hace falta que espere aquí.',
    granted: 'Concedido por {{name}} el {{when}}.',
    notNeeded:
      'Microsoft retiró Exchange Web Services el 1 de abril de 2027. La cuarentena usa Microsoft Graph, así que este consentimiento no es necesario.',
    declined: 'Si ha sido un error, haga clic de nuevo.',
    refused:
      'No se ha perdido nada. Haga clic de nuevo y, si es necesario, inicie sesión como otro administrador global.',
    refusedByUs: 'No se ha perdido nada. Haga clic de nuevo cuando lo hayamos corregido.',
    expired:
      'El intento no se completó a tiempo y caducó el {{when}}. No se ha perdido nada. Haga clic de nuevo.',
    revoked:
      'Microsoft ya no concede estos permisos. Dé de nuevo el consentimiento para continuar.',
  },
  check: {
    label: 'Comprobación con Microsoft',
    last: 'Última comprobación',
    next: 'Próxima comprobación',
    now: 'ahora',
    missing: 'Todavía falta',
    diagnosis: 'Resultado',
    checkNow: 'Comprobar ahora',
    checking: 'Comprobando…',
    asked: 'Lo estamos comprobando.',
  },
  link: {
    lead: '¿El administrador global es otra persona? Envíele un enlace. Sirve una sola vez, es válido durante {{days, number}} días y no requiere tener cuenta aquí.',
    copy: 'Copiar un enlace',
    copyNew: 'Copiar un enlace nuevo',
    open: 'Un enlace creado por {{name}} es válido hasta el {{until}}. Uno nuevo lo sustituye.',
    copied:
      'Enlace copiado. Sirve una sola vez, es válido hasta el {{until}} y no requiere tener cuenta aquí.',
    notCopied:
      'Su navegador no ha permitido copiarlo. Copie el enlace de este campo. Sirve una sola vez, es válido hasta el {{until}} y no requiere tener cuenta aquí.',
    field: 'Enlace para el administrador global',
    send: 'Enviar por correo',
    sendNew: 'Enviar un enlace nuevo por correo',
    revoke: 'Revocar el enlace',
    revoked: 'Se revocó el enlace.',
    mail: {
      queued: 'El mensaje para {{to}} está a punto de enviarse.',
      sent: 'Enviado por correo a {{to}}, {{when}}. Si nadie lo utiliza, enviaremos un único recordatorio a los dos días.',
      reminded: 'Enviado por correo a {{to}}, con recordatorio {{when}}.',
      failed: 'El mensaje para {{to}} no se pudo entregar. {{why}}',
      dropped: 'El mensaje no se envió.',
      recipient: 'el administrador global',
    },
    dialog: {
      title: 'Enviar un enlace por correo',
      lead: 'El destinatario no necesita tener cuenta aquí. El mensaje indica quién solicita qué y qué hay que hacer. El enlace sirve una sola vez y es válido durante {{days, number}} días.',
      address: 'Dirección de correo del administrador global',
      invalid: 'Escriba una sola dirección de correo, por ejemplo admin@contoso.com.',
      language: 'Idioma del mensaje',
      submit: 'Enviar',
      sending: 'Enviando…',
      sent: 'El mensaje para {{to}} está a punto de enviarse.',
    },
  },
  announce: 'Paso {{step}}: {{status}}',
  summary: {
    title_one: 'El consentimiento está concedido',
    title_other: 'Ambos consentimientos están concedidos',
    consent: '{{consent}}: {{name}}, {{when}}',
    tenant: 'Inquilino {{tenant}}',
  },
  quarantine: {
    verifying:
      'Estamos comprobando si se pueden mover mensajes a una cuarentena: un borrador nuestro se mueve allí y de vuelta en un buzón, y se elimina.',
    adapter: { graph: 'Microsoft Graph', ews: 'Servicios web Exchange (EWS)' },
    outcome: {
      works: 'funciona',
      blocked: 'Exchange Web Services está desactivado',
      refused: 'una directiva de acceso excluye nuestra aplicación',
      notGranted: 'falta nuestro permiso',
      noMailbox: 'no se encontró ningún buzón',
      ended: 'Microsoft ha retirado Exchange Web Services',
      failed: 'Microsoft devolvió un error',
    },
    help: {
      refused:
        'Para que funcione esta forma, un administrador de Exchange incluye estos buzones en la directiva de acceso de aplicaciones, o en el ámbito de la asignación de roles, de la aplicación {{application}}. Los cambios pueden tardar hasta dos horas.',
      namedGone:
        'El buzón que indicó ya no existe. Indique otro más abajo o use el predeterminado.',
      noMailbox: 'Asigne una licencia con Exchange Online al menos a un usuario.',
      failed: 'Si no se resuelve por sí solo, póngase en contacto con soporte e indique el código.',
    },
    finding: {
      graph:
        'Exchange Web Services está desactivado en este inquilino. La cuarentena usará Microsoft Graph.',
      refused:
        'Una directiva de acceso excluye nuestra aplicación de este buzón en Exchange Web Services. La cuarentena usará Microsoft Graph.',
      failed:
        'Exchange Web Services no funciona en este inquilino ({{code}}). La cuarentena usará Microsoft Graph.',
    },
    allow: {
      how: 'Un administrador de Exchange puede autorizar nuestra aplicación en Exchange Online PowerShell. Muestre primero lo que está autorizado ahora, porque el comando sustituye la lista completa:',
      present: 'Aplicaciones autorizadas ahora (EwsAllowedAppIDs)',
      presentHint: 'Pegue aquí la lista. Deje el campo vacío si no hay ninguna.',
      unclear:
        'Solo se toman los id. de aplicación completos. Compruebe que la lista está completa: lo que falte en el comando perderá el acceso.',
      command: 'Comando de PowerShell',
      copy: 'Copiar el comando',
      copied: 'Comando copiado',
      after: 'Microsoft puede tardar hasta 24 horas en aplicar el cambio.',
      report: 'He ejecutado el comando',
      reported: 'Anotado. Lo estamos comprobando.',
      set: 'Nuestra aplicación se autorizó el {{at}}. El cambio todavía no se ha aplicado.',
      notEffective: 'Si todavía no ha cambiado la lista, ejecute el comando.',
      withoutEffect:
        'El cambio del {{at}} no ha tenido efecto en 24 horas. Muestre la lista otra vez, compárela con el comando de abajo y vuelva a ejecutarlo.',
    },
  },
  canary: {
    title: 'Buzón usado para la comprobación',
    default:
      'Predeterminado: el del administrador que dio el consentimiento o, si no tiene, el de cualquier usuario',
    tried: 'Última comprobación en: {{mailboxes}}',
    first: 'Indicado por su organización; es el primero que se prueba.',
    named: 'Indicado por su organización.',
    next: {
      now: 'Lo estamos probando ahora. No hace falta que haga nada.',
      at: 'Será el primero que probemos a las {{at}}. No hace falta que haga nada.',
      synchronizing: 'Será el primero que probemos cuando termine la sincronización.',
      scheduled:
        'Será el primero que probemos después de la próxima sincronización, que comienza el {{at}}.',
      onRequest:
        'Será el primero que probemos después de la próxima sincronización. No hay ninguna programada: debe iniciarla un administrador.',
      targets:
        'Será el primero que probemos después de la primera sincronización, que comienza cuando un administrador envía a quién proteger.',
      held: 'Será el primero que probemos cuando termine la sincronización. Un administrador debe decidir sobre sus eliminaciones.',
      blocked: 'Será el primero que probemos cuando se resuelva el problema de esta cuenta.',
      none: 'No hay ninguna comprobación prevista: esta cuenta no se sincroniza de nuevo.',
    },
    gone: 'Este buzón ya no existe. La comprobación usa otros buzones.',
    change: 'Cambiar',
    field: 'Dirección de correo o nombre principal de usuario',
    hint: 'Un buzón de su inquilino, que puede ser compartido. Creamos allí un borrador, lo movemos y lo eliminamos.',
    unknown: 'Ningún usuario de su inquilino tiene la dirección o el nombre «{{name}}».',
    save: 'Guardar',
    saving: 'Buscando…',
    useDefault: 'Usar el predeterminado',
    cancel: 'Cancelar',
    saved: 'La comprobación usa {{address}}.',
    defaulted: 'La comprobación usa el buzón predeterminado.',
  },
  attention: {
    steps: 'Qué hacer',
    retry: { label: 'Reintentar ahora', begun: 'Se está intentando de nuevo.' },
  },
  removing: {
    title: 'La cuenta de servicio se está eliminando',
    lead: 'Se está eliminando su copia del directorio y liberando el inquilino. Después podrá aprovisionar de nuevo.',
    details: 'Ver el progreso',
  },
};

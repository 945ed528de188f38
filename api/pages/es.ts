/** The texts of the pages outside the console, in Spanish. */
import { type Service, SERVICES } from '../../domain/services/services.ts';
import type { PageTexts } from './en.ts';

const listOf = (services: readonly Service[]) =>
  new Intl.ListFormat('es').format(services.map((service) => SERVICES[service].name));

export const texts: PageTexts = {
  steps: {
    exchange: 'Paso 1, Exchange Online',
    graph: 'Paso 2, Microsoft Graph',
    sharepoint: 'Paso 1, SharePoint Online',
    onedrive: 'Paso 1, OneDrive',
  },
  returned: {
    title: 'Vuelva a la consola',
    checking: (step) =>
      `${step}: Microsoft ha recibido su respuesta. Estamos comprobando que los permisos han surtido efecto, lo que puede tardar unos minutos.`,
    granted: (step) => `${step}: los permisos están concedidos.`,
    goBack:
      'Puede cerrar esta página y volver a la pestaña de la consola en la que inició el paso. Su estado se actualiza automáticamente.',
  },
  failed: {
    title: 'Este paso no se ha completado',
    goBack:
      'No se ha perdido nada. Puede cerrar esta página, volver a la consola e iniciar el paso de nuevo.',
  },
  unconfirmed: {
    title: 'Microsoft no ha confirmado el consentimiento',
    goOn: 'Aun así, es posible que los permisos se hayan concedido, por lo que seguimos comprobándolo. Puede cerrar esta página.',
    otherwise: 'Si no hay cambios en unos minutos, inicie el paso de nuevo en la consola.',
  },
  mismatch: ({ administrator, administratorDomain, pinnedTenant, begun, open }) => {
    const services = listOf(begun);
    const finish = open ? `complete con él el consentimiento de ${services} o ` : '';
    return `${administrator} pertenece al inquilino ${administratorDomain}, pero esta organización empezó con ${pinnedTenant} para ${services}. Inicie sesión como administrador global de ${pinnedTenant}. Para conectar ${administratorDomain} en su lugar, primero ${finish}elimine ${services} en Administración > Cuenta de servicio.`;
  },
  link: {
    title: (organization) => `${organization} solicita su consentimiento`,
    asks: (organization, step, protects) =>
      `${organization} está conectando su inquilino de Microsoft 365 a Provost, que protege ${protects}. Para «${step}», un administrador global del inquilino debe conceder los permisos siguientes en una página de Microsoft.`,
    protects: {
      'exchange-online': 'su correo electrónico',
      'sharepoint-online': 'sus sitios de SharePoint',
      onedrive: 'el OneDrive de sus usuarios',
    },
    madeBy: (maker, until) =>
      `${maker} creó este enlace. Se puede utilizar una sola vez, hasta el ${until}.`,
    permissions: (resource) => `Permisos solicitados para ${resource}`,
    caution: (organization) =>
      `Continúe solo si administra el inquilino de ${organization} y esperaba esta solicitud.`,
    button: 'Continuar a Microsoft',
    leaving: {
      title: 'Redirigiendo a Microsoft',
      otherwise: 'Si no se le redirige automáticamente, continúe a Microsoft.',
    },
    returned: {
      title: 'Gracias',
      close: (organization) =>
        `Puede cerrar esta página. ${organization} recibirá el resultado automáticamente.`,
    },
    notNeeded: {
      title: 'No es necesario realizar ninguna acción',
      why: (organization) =>
        `${organization} no está a la espera de este paso: ya se ha completado o primero corresponde otro. Puede cerrar esta página.`,
    },
    close: 'No se ha perdido nada. Puede cerrar esta página.',
  },
  unsubscribe: {
    title: '¿No recibir más mensajes de este tipo?',
    asks: (organization) => `La consola de ${organization} le escribe:`,
    kinds: {
      attentionRequired: 'cuando algo requiere atención',
      recovered: 'cuando algo vuelve a funcionar',
      protected: 'cuando un servicio queda protegido',
      removed: 'cuando se elimina una cuenta de servicio',
      consentLinkExpired: 'cuando un enlace de consentimiento caduca sin usarse',
    },
    asksLink:
      'Se le envió un enlace para dar un consentimiento. Puede indicar que no quiere recibir más mensajes sobre él. El enlace sigue siendo válido hasta que caduque.',
    button: 'No escribirme más sobre esto',
    done: {
      title: 'No recibirá más mensajes de este tipo',
      how: 'Puede volver a activarlos en la consola, en Administración > Correo.',
      link: 'No volveremos a escribirle sobre este enlace.',
    },
    unknown: {
      title: 'Este enlace no está completo',
      how: 'Abra otra vez el enlace del mensaje. Algunos programas acortan las direcciones largas.',
    },
  },
  notBuilt: {
    title: 'La consola aún no está compilada',
    how: 'Compílela con «npm run build» y vuelva a cargar esta página. «npm start» la compila automáticamente.',
    meanwhile: 'La API funciona sin ella, y el trabajo en curso continúa.',
  },
  starting: {
    title: 'Provost se está iniciando',
    meanwhile: 'La consola se abrirá aquí cuando todo esté en marcha.',
    waitingFor: 'En espera de:',
    since: 'desde las',
  },
};

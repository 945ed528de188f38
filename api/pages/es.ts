/** The texts of the pages outside the console, in Spanish. */
import type { PageTexts } from './en.ts';

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
  mismatch: ({ administrator, administratorDomain, pinnedTenant }) =>
    `${administrator} pertenece al inquilino ${administratorDomain}, pero esta cuenta se inició con ${pinnedTenant}. Inicie sesión como administrador global de ${pinnedTenant}.`,
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

/** The texts of the pages outside the console, in Spanish. */
import type { PageTexts } from './en.ts';

export const texts: PageTexts = {
  steps: { exchange: 'Paso 1, Exchange Online', graph: 'Paso 2, Microsoft Graph' },
  returned: {
    title: 'Vuelva a la consola',
    checking: (step) =>
      `${step}: Microsoft ha recibido su respuesta. Estamos comprobando con Microsoft que ha surtido efecto, lo que puede tardar unos minutos.`,
    goBack:
      'Puede cerrar esta página y volver a la consola, en la pestaña en la que hizo clic en el paso. Allí se muestra, sin que tenga que hacer nada, en qué punto se encuentra.',
  },
  failed: {
    title: 'Este paso no se ha completado',
    goBack:
      'No se ha perdido nada. Puede cerrar esta página, volver a la consola y hacer clic de nuevo en el paso.',
  },
  mismatch: ({ administrator, administratorDomain, pinnedTenant }) =>
    `${administrator} pertenece al inquilino ${administratorDomain}, pero esta cuenta se inició con ${pinnedTenant}. Inicie sesión con un administrador global de ${pinnedTenant}.`,
  answerOfAnotherTenant:
    'La respuesta recibida corresponde a un inquilino distinto del de la persona que inició sesión.',
  link: {
    title: (organization) => `${organization} solicita su consentimiento`,
    asks: (organization, step) =>
      `${organization} conecta su inquilino de Microsoft 365 con Provost, que protege su correo. Para «${step}», un administrador global del inquilino concede los permisos siguientes en una página de Microsoft.`,
    madeBy: (maker, until) =>
      `${maker} creó este enlace. Se puede utilizar una sola vez, hasta el ${until}.`,
    permissions: (resource) => `Qué se solicita de ${resource}`,
    caution: (organization) =>
      `Continúe solo si administra el inquilino de ${organization} y esperaba esta solicitud.`,
    button: 'Continuar a Microsoft',
    leaving: {
      title: 'Vamos a Microsoft',
      otherwise: 'Si su navegador no va por sí solo, continúe a Microsoft aquí.',
    },
    returned: {
      title: 'Gracias',
      close: (organization) =>
        `Puede cerrar esta página; ${organization} ve por sí misma en qué punto se encuentra el paso.`,
    },
    notNeeded: {
      title: 'Ahora no se necesita nada de usted',
      why: (organization) =>
        `${organization} no espera este paso: ya está hecho, o antes corresponde otro. Puede cerrar esta página.`,
    },
    close: 'No se ha perdido nada. Puede cerrar esta página.',
  },
  notBuilt: {
    title: 'La consola aún no está compilada',
    how: 'Compílela con «npm run build» y vuelva a cargar esta página. «npm start» la compila automáticamente.',
    meanwhile: 'La API funciona sin ella, y lo que está en marcha continúa.',
  },
};

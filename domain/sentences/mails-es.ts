/** The texts of mails, in Spanish. */
import type { MailTexts } from './mails-en.ts';

const linkSteps = [
  'Abra la página siguiente. Muestra quién solicita qué permisos y por qué.',
  'Seleccione «Continuar a Microsoft» e inicie sesión como administrador global del inquilino.',
  'Compruebe que la dirección de la página es de Microsoft, lea los permisos y acéptelos.',
];

export const mails: MailTexts = {
  whatToDo: 'Qué hacer',
  attentionRequired: ({ service, organization, reason, turn, since, steps }) => ({
    subject: `${service} requiere su atención`,
    paragraphs: [reason, turn, `Organización: ${organization}. Desde el ${since}.`],
    steps,
    button: 'Abrir la cuenta en la consola',
    notes: [],
  }),
  recovered: ({ service, organization, reason, since }) => ({
    subject: `${service} vuelve a funcionar`,
    paragraphs: [
      `Lo que requería atención en ${organization} está resuelto. No hace falta que haga nada.`,
      ...(since === null ? [] : [`Comenzó el ${since}.`]),
      ...(reason === null ? [] : [`Era lo siguiente: ${reason}`]),
    ],
    steps: [],
    button: 'Abrir la cuenta en la consola',
    notes: [],
  }),
  protected: ({ service, organization }) => ({
    subject: `${service} está protegido.`,
    paragraphs: [
      `Todas las comprobaciones han sido correctas y ${service} está protegido para ${organization}. No hace falta que haga nada.`,
    ],
    steps: [],
    button: 'Abrir la cuenta en la consola',
    notes: [],
  }),
  removed: ({ service, organization }) => ({
    subject: `Se eliminó la cuenta de servicio de ${service}`,
    paragraphs: [
      `${service} ya no está protegido para ${organization} y se ha eliminado nuestra copia de lo que se protegía.`,
      'Si era lo previsto, no hace falta que haga nada.',
    ],
    steps: [
      'Si no lo era, mire en el historial de la consola quién la eliminó.',
      'Aprovisione de nuevo el servicio en la consola.',
    ],
    button: 'Abrir la consola',
    notes: [],
  }),
  consentLink: ({ organization, service, resource, maker, until }) => ({
    subject: `${organization} solicita su consentimiento para ${service}`,
    paragraphs: [
      `${maker}, de ${organization}, le pide, como administrador global del inquilino de Microsoft 365, que permita a Provost proteger ${service}. Los permisos son para ${resource}.`,
    ],
    steps: linkSteps,
    button: 'Ver qué se solicita',
    notes: [
      `El enlace se puede utilizar una sola vez, hasta el ${until}.`,
      `Si no esperaba este mensaje, pregunte a ${organization} por un medio que conozca o no haga caso de él. No se concede nada sin usted.`,
    ],
  }),
  consentLinkReminder: ({ organization, service, resource, maker, until }) => ({
    subject: `Recordatorio: ${organization} solicita su consentimiento para ${service}`,
    paragraphs: [
      `Hace dos días, ${maker}, de ${organization}, le pidió que permitiera a Provost proteger ${service}. Los permisos para ${resource} todavía no se han concedido.`,
    ],
    steps: linkSteps,
    button: 'Ver qué se solicita',
    notes: [
      `El enlace se puede utilizar una sola vez, hasta el ${until}. Este es el único recordatorio.`,
      `Si no esperaba este mensaje, pregunte a ${organization} por un medio que conozca o no haga caso de él. No se concede nada sin usted.`,
    ],
  }),
  consentLinkExpired: ({ organization, service, resource, sentAt }) => ({
    subject: `El enlace de consentimiento de ${service} caducó sin usarse`,
    paragraphs: [
      `Nadie utilizó el enlace que usted envió el ${sentAt}. ${service} de ${organization} sigue a la espera del consentimiento para ${resource}.`,
    ],
    steps: [
      'Pregunte al administrador global si recibió el mensaje. Puede estar en la carpeta de correo no deseado.',
      'Abra el paso en la consola y envíe un enlace nuevo.',
    ],
    button: 'Abrir el paso en la consola',
    notes: [],
  }),
  footer: {
    why: (organization) =>
      `Recibe este mensaje porque tiene acceso a la consola de ${organization}.`,
    kind: {
      attentionRequired: 'cuando algo requiera atención',
      recovered: 'cuando algo vuelva a funcionar',
      protected: 'cuando un servicio quede protegido',
      removed: 'cuando se elimine una cuenta de servicio',
      consentLinkExpired: 'cuando un enlace de consentimiento caduque sin usarse',
    },
    unsubscribe: (kind) => `No escribirme más ${kind}`,
    preferences: 'Elegir qué recibe',
    whyLink: (maker, organization) =>
      `Recibe este mensaje porque ${maker}, de ${organization}, indicó su dirección, que se borrará cuando el enlace termine.`,
    noReminder: 'No escribirme más sobre este enlace',
  },
};

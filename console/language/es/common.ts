import type { Texts } from '../catalogue.ts';

export const common: Texts<'common'> = {
  product: 'Provost',
  service: { 'exchange-online': 'Exchange Online' },
  navigation: {
    label: 'Principal',
    skip: 'Ir al contenido',
    dashboard: 'Panel',
    notifications: 'Notificaciones',
    administration: 'Administración',
    serviceAccount: 'Cuenta de servicio',
  },
  header: {
    organization: 'Organización',
    user: 'Sesión de {{name}}',
    language: 'Idioma',
    theme: 'Apariencia',
    signOut: 'Cerrar sesión',
  },
  theme: { system: 'Como el sistema', light: 'Clara', dark: 'Oscura' },
  role: { administrator: 'Administrador', viewer: 'Lector: puede ver, no cambiar' },
  signIn: {
    title: 'Iniciar sesión',
    lead: 'Conecte Microsoft 365 con la seguridad de su correo.',
    email: 'Correo electrónico',
    password: 'Contraseña',
    submit: 'Iniciar sesión',
    wrong: 'El correo electrónico o la contraseña no son correctos.',
    noOrganization:
      'Ha iniciado sesión, pero aún no pertenece a ninguna organización. Pida a un administrador que le añada.',
  },
  connection: {
    lost: 'Se perdió la conexión. Lo que ve puede no estar al día; estamos conectando de nuevo.',
    back: 'Conectado de nuevo. Todo está al día.',
    stored:
      'Este es el último estado guardado: el servicio que hace el trabajo no responde en este momento.',
  },
  loading: 'Cargando…',
  retry: 'Reintentar',
  close: 'Cerrar',
  cancel: 'Cancelar',
  back: 'Atrás',
  unknownError: 'No se pudo hacer',
  offline: 'No se puede contactar con Provost. Compruebe su red y vuelva a intentarlo.',
  reference: 'Referencia {{id}}',
  notFound: {
    title: 'Aquí no hay nada',
    lead: 'La dirección puede ser antigua o de una organización a la que usted no pertenece.',
    home: 'Ir al panel',
  },
  crashed: {
    title: 'Esta página ha fallado',
    lead: 'El fallo es nuestro y no se ha perdido nada. Vuelva a cargar la página; si falla otra vez, cuente al soporte qué hizo antes.',
    reload: 'Cargar de nuevo',
  },
  never: 'Nunca',
  none: '–',
};

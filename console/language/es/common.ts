import type { Texts } from '../catalogue.ts';

export const common: Texts<'common'> = {
  product: 'Provost',
  service: {
    'exchange-online': 'Exchange Online',
    'sharepoint-online': 'SharePoint Online',
    onedrive: 'OneDrive',
  },
  consent: {
    exchange: 'Exchange Online',
    graph: 'Microsoft Graph',
    sharepoint: 'SharePoint Online',
    onedrive: 'OneDrive',
  },
  navigation: {
    label: 'Principal',
    skip: 'Ir al contenido principal',
    dashboard: 'Panel',
    notifications: 'Notificaciones',
    administration: 'Administración',
    serviceAccount: 'Cuenta de servicio',
    mail: 'Correo',
    webhooks: 'Webhooks',
  },
  header: {
    organization: 'Organización',
    user: 'Sesión iniciada como {{name}}',
    language: 'Idioma',
    theme: 'Apariencia',
    signOut: 'Cerrar sesión',
  },
  theme: { system: 'Configuración del sistema', light: 'Claro', dark: 'Oscuro' },
  role: { administrator: 'Administrador', viewer: 'Lector (solo lectura)' },
  signIn: {
    title: 'Iniciar sesión',
    lead: 'Conecte Microsoft 365 con su servicio de seguridad del correo.',
    email: 'Correo electrónico',
    password: 'Contraseña',
    submit: 'Iniciar sesión',
    wrong: 'Correo electrónico o contraseña incorrectos.',
  },
  connection: {
    lost: 'Se ha perdido la conexión. Es posible que la información no esté actualizada. Reconectando…',
    refused:
      'La consola está abierta en demasiadas pestañas. Esta se actualiza cada 30 segundos. Cierre algunas de las demás.',
    back: 'Se ha restablecido la conexión. Todo está actualizado.',
    stored:
      'Este es el último estado guardado. El servicio que realiza el aprovisionamiento no responde en este momento.',
  },
  loading: 'Cargando…',
  retry: 'Reintentar',
  close: 'Cerrar',
  cancel: 'Cancelar',
  back: 'Atrás',
  unknownError: 'Se ha producido un error',
  wrongAddress: 'La consola se abrió en una dirección que no es la suya. Ábrala en {{address}}.',
  offline: 'No se puede conectar con Provost. Compruebe la conexión de red y vuelva a intentarlo.',
  reference: 'Referencia {{id}}',
  notFound: {
    title: 'No se encontró la página',
    lead: 'Es posible que la dirección ya no sea válida o que sea de una organización a la que usted no pertenece.',
    home: 'Ir al panel',
  },
  crashed: {
    title: 'No se ha podido mostrar esta página',
    lead: 'El error es nuestro y no se ha perdido nada. Vuelva a cargar la página. Si el error se repite, indique al soporte técnico qué estaba haciendo.',
    reload: 'Volver a cargar',
  },
  counts: {
    mailboxes_one: '{{count, number}} buzón',
    mailboxes_other: '{{count, number}} buzones',
    users_one: '{{count, number}} usuario',
    users_other: '{{count, number}} usuarios',
    withoutMailbox: '{{count, number}} sin buzón',
    mailboxUnknown: '{{count, number}} por determinar',
    groups_one: '{{count, number}} grupo',
    groups_other: '{{count, number}} grupos',
    sites_one: '{{count, number}} sitio',
    sites_other: '{{count, number}} sitios',
    drives_one: '{{count, number}} unidad de OneDrive',
    drives_other: '{{count, number}} unidades de OneDrive',
  },
  unlicensed:
    'El inquilino no tiene ninguna licencia de SharePoint, por lo que no hay nada que proteger. Se vuelve a comprobar con cada sincronización.',
  unlicensedShort: 'sin licencia de SharePoint',
  pendingShort_one: '{{count, number}} usuario sin OneDrive',
  pendingShort_other: '{{count, number}} usuarios sin OneDrive',
  pendingTargets_one:
    '{{count, number}} usuario seleccionado todavía no tiene OneDrive. Se protegerá en cuanto lo tenga.',
  pendingTargets_other:
    '{{count, number}} usuarios seleccionados todavía no tienen OneDrive. Se protegerán en cuanto lo tengan.',
  requiredMethod: {
    all_one: '{{services}} sincroniza todo, así que este servicio debe hacer lo mismo.',
    all_other: '{{services}} sincronizan todo, así que este servicio debe hacer lo mismo.',
    selected_one:
      '{{services}} sincroniza destinos seleccionados, así que este servicio debe hacer lo mismo.',
    selected_other:
      '{{services}} sincronizan destinos seleccionados, así que este servicio debe hacer lo mismo.',
    change:
      'Para cambiar el método, elimine {{services}} en Administración > Cuenta de servicio y vuelva a aprovisionar.',
  },
  justNow: 'hace un momento',
  never: 'Nunca',
  none: '–',
};

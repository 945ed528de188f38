import type { Texts } from '../catalogue.ts';

export const notifications: Texts<'notifications'> = {
  title: 'Notificaciones',
  lead: 'Lo que ha ocurrido con sus servicios, lo más reciente primero.',
  ring: 'Notificaciones',
  ringUnread_one: 'Notificaciones, {{count, number}} sin leer',
  ringUnread_other: 'Notificaciones, {{count, number}} sin leer',
  unread: 'Sin leer',
  markRead: 'Marcar todo como leído',
  all: 'Todas las notificaciones',
  older: 'Mostrar anteriores',
  empty: 'Todavía no hay notificaciones',
  emptyLead:
    'Aquí recibirá una notificación cuando un servicio quede protegido y cuando requiera su atención.',
  message: {
    protected: '{{service}} está protegido.',
    attentionRequired: '{{service}} requiere su atención.',
    recovered: '{{service}} vuelve a funcionar.',
    removed: 'Se eliminó la cuenta de servicio de {{service}}.',
    consentLinkExpired: 'El enlace de consentimiento de {{service}} caducó sin usarse.',
  },
  reason: {
    quarantineUnavailable: 'No se pueden mover mensajes a una cuarentena en el inquilino.',
    consentRevoked: 'Se revocó un consentimiento.',
    applicationDisabled: 'Esta aplicación está deshabilitada en el inquilino.',
    conditionalAccess: 'Una directiva de acceso condicional bloquea esta aplicación.',
    credentialRejected:
      'Microsoft no acepta nuestra credencial. Estamos trabajando para solucionarlo.',
    tokenRefused: 'Microsoft no emite ningún token de acceso.',
    targetsUnknown: 'Algunos de los destinos seleccionados ya no están en el inquilino.',
    methodDiffers: 'Otro servicio de su organización usa el otro método.',
    removalsHeld:
      'Una sincronización eliminaría un número inusualmente alto de elementos y está a la espera de su decisión.',
    synchronizationFailed: 'Error en la sincronización.',
    unexpectedFailure: 'Algo ha fallado por nuestra parte.',
  },
  open: {
    protected: 'Ver la cuenta',
    attentionRequired: 'Ver qué hacer',
    recovered: 'Ver la cuenta',
    removed: 'Ver los servicios',
    consentLinkExpired: 'Enviar un enlace nuevo',
  },
};

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
    webhookDisabled: 'Se deshabilitó un webhook porque su punto de conexión no acepta mensajes.',
    consentLinkExpired: 'El enlace de consentimiento de {{service}} caducó sin usarse.',
  },
  open: {
    protected: 'Ver la cuenta',
    attentionRequired: 'Ver qué hacer',
    recovered: 'Ver la cuenta',
    removed: 'Ver los servicios',
    webhookDisabled: 'Ver los webhooks',
    consentLinkExpired: 'Enviar un enlace nuevo',
  },
};

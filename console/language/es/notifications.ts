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
  empty: 'Nada todavía',
  emptyLead: 'Aquí leerá cuándo un servicio queda protegido y cuándo le necesita.',
  message: {
    protected: 'Exchange Online está protegido.',
    attentionRequired: 'Exchange Online requiere su atención.',
    recovered: 'Exchange Online vuelve a estar en orden.',
    removed: 'Se eliminó la cuenta de servicio de Exchange Online.',
  },
  reason: {
    ewsBlocked: 'Exchange Web Services está bloqueado en el inquilino.',
    exchangeConsentRevoked: 'Se retiró el consentimiento a Exchange Online.',
    graphConsentRevoked: 'Se retiró el consentimiento a Microsoft Graph.',
    targetsUnknown: 'Algunos de los usuarios seleccionados ya no están en el inquilino.',
    removalsHeld: 'Una sincronización eliminaría más de lo habitual y espera su decisión.',
    synchronizationFailed: 'La sincronización no se completó.',
  },
  open: {
    protected: 'Ver la cuenta',
    attentionRequired: 'Ver qué hacer',
    recovered: 'Ver la cuenta',
    removed: 'Ver los servicios',
  },
};

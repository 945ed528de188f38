export const notifications = {
  title: 'Notifications',
  lead: 'What happened to your services, newest first.',
  ring: 'Notifications',
  ringUnread_one: 'Notifications, {{count, number}} unread',
  ringUnread_other: 'Notifications, {{count, number}} unread',
  unread: 'Unread',
  markRead: 'Mark all as read',
  all: 'All notifications',
  older: 'Show older',
  empty: 'No notifications yet',
  emptyLead: 'You are notified here when a service is protected and when it needs your attention.',
  message: {
    protected: 'Exchange Online protected.',
    attentionRequired: 'Exchange Online needs your attention.',
    recovered: 'Exchange Online is working again.',
    removed: 'The service account for Exchange Online was removed.',
  },
  reason: {
    quarantineUnavailable: 'Messages cannot be moved to a quarantine in the tenant.',
    exchangeConsentRevoked: 'The consent to Exchange Online was revoked.',
    graphConsentRevoked: 'The consent to Microsoft Graph was revoked.',
    targetsUnknown: 'Some of the selected users are no longer in the tenant.',
    removalsHeld:
      'A synchronization would remove an unusually large number of entries and is waiting for your decision.',
    synchronizationFailed: 'The synchronization failed.',
  },
  open: {
    protected: 'View account',
    attentionRequired: 'See what to do',
    recovered: 'View account',
    removed: 'View services',
  },
};

export const progress = {
  title: 'Synchronization',
  lead: {
    all: {
      usersAndGroups:
        'Users and groups are being copied from Microsoft. You do not need to wait here: you get a notification when it is done.',
      sites:
        'The list of sites is being copied from Microsoft. You do not need to wait here: you get a notification when it is done.',
      drives:
        'The list of drives is being copied from Microsoft. You do not need to wait here: you get a notification when it is done.',
    },
    selected: {
      usersAndGroups:
        'The selected users are being copied from Microsoft. You do not need to wait here: you get a notification when it is done.',
      sites:
        'The selected sites are being looked up at Microsoft. You do not need to wait here: you get a notification when it is done.',
      drives:
        'The drives of the selected users are being looked up at Microsoft. You do not need to wait here: you get a notification when it is done.',
    },
  },
  starting: 'The synchronization is about to start.',
  phases: 'Synchronization steps',
  phase: {
    users: 'Read users',
    groups: 'Read groups and memberships',
    sites: { sites: 'Read sites', drives: 'Read drives' },
    publishing: {
      usersAndGroups: 'Publish the directory',
      sites: 'Publish the list of sites',
      drives: 'Publish the list of drives',
    },
    protected: 'Protected',
  },
  phaseState: { upcoming: 'not started', running: 'running', done: 'done', stopped: 'stopped' },
  begun: 'Started at {{time}}',
  took: 'took {{duration}}',
  since: '{{duration}} so far',
  announceRunning: '{{phase}}: running',
  percent: '{{percent, number}}%',
  readOf: '{{users, number}} of {{total, number}} users',
  users: 'Users',
  groups: 'Groups',
  memberships: 'Memberships',
  sites: { sites: 'Sites', drives: 'Drives' },
  nextTry: 'Next attempt at {{time}}.',
  count: {
    mailboxes: 'Mailboxes protected',
    users: 'Users known',
    withoutMailbox: 'Users without a mailbox',
    mailboxUnknown: 'Mailbox not known yet',
    groups: 'Groups',
    sites: { sites: 'Sites protected', drives: 'Drives protected' },
  },
  health: {
    title: 'Health',
    first: 'Everything was proven when it was provisioned.',
    works: 'Last checked {{when}}: everything works.',
    unknown:
      'Microsoft has not answered since {{since}}. This says nothing about your account, and you do not need to do anything.',
    doubtful: 'Something did not work.',
    next: {
      first: 'First check: {{at}}.',
      works: 'Next check: {{at}}.',
      unknown: 'We look again at {{at}}.',
      doubtful: 'We look again at {{at}} before we tell anybody.',
    },
    due: 'We are checking now.',
  },
  protected: {
    title: '{{service}} protected.',
    lead: {
      usersAndGroups: 'All checks passed. These mailboxes are protected.',
      sites: 'All checks passed. These sites are protected.',
      drives: 'All checks passed. These drives are protected.',
    },
    since: 'Last synchronized: {{when}}',
    added: { usersAndGroups: 'Users added', sites: 'Sites added', drives: 'Drives added' },
    changed: { usersAndGroups: 'Users changed', sites: 'Sites changed', drives: 'Drives changed' },
    removed: { usersAndGroups: 'Users removed', sites: 'Sites removed', drives: 'Drives removed' },
    skipped: 'Entries skipped',
    skippedLead: 'Skipped entries could not be read. Support can tell you why.',
    counts: { usersAndGroups: 'Mailboxes and users', sites: 'Sites', drives: 'Drives' },
    withoutMailbox_one: '{{count, number}} user has no mailbox to protect.',
    withoutMailbox_other: '{{count, number}} users have no mailbox to protect.',
    mailboxUnknown_one: 'It is not known yet whether {{count, number}} other user has a mailbox.',
    mailboxUnknown_other:
      'It is not known yet whether {{count, number}} other users have a mailbox.',
    seeWho: 'Find them in the directory',
    lastRun: 'Changes in the last synchronization',
    details: 'View account',
    dashboard: 'Go to the dashboard',
  },
};

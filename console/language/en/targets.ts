export const targets = {
  title: { user: 'Choose who to protect', site: 'Choose sites to protect' },
  method: 'Method',
  overruled: {
    all: 'Meanwhile everything was chosen for {{services}}, so your choice is not possible any more. Nothing was submitted. Choose again, then submit.',
    selected:
      'Meanwhile selected targets were chosen for {{services}}, so your choice is not possible any more. Nothing was submitted. Choose again, then submit.',
  },
  kept: {
    user_one: 'Not possible at the moment: {{count, number}} user that you selected',
    user_other: 'Not possible at the moment: {{count, number}} users that you selected',
    site_one: 'Not possible at the moment: {{count, number}} site that you selected',
    site_other: 'Not possible at the moment: {{count, number}} sites that you selected',
  },
  noMethod: 'Choose a method first.',
  all: {
    usersAndGroups: 'Synchronize all users and groups',
    sites: 'Synchronize all sites',
    drives: 'Synchronize the OneDrive of all users',
  },
  allLead: {
    usersAndGroups:
      'Every user and group in the tenant, including those added later. You can synchronize again at any time.',
    sites:
      'Every site in the tenant, including those added later. You can synchronize again at any time.',
    drives:
      'Every OneDrive in the tenant, including those added later. You can synchronize again at any time.',
  },
  selected: {
    usersAndGroups: 'Synchronize selected users',
    sites: 'Synchronize selected sites',
    drives: 'Synchronize the OneDrive of selected users',
  },
  selectedLead: {
    usersAndGroups: 'Only the users you select, up to {{max, number}}. Suitable for a trial.',
    sites: 'Only the sites you select, up to {{max, number}}. Suitable for a trial.',
    drives: 'Only the users you select, up to {{max, number}}. Suitable for a trial.',
  },
  note: {
    title: {
      usersAndGroups: 'Limitations of selected users',
      sites: 'Limitations of selected sites',
      drives: 'Limitations of selected users',
    },
    noSynchronization: 'Manual and scheduled synchronization are not available.',
    toAll: {
      usersAndGroups:
        'To switch to all users and groups, remove {{services}} under Administration > Service Account and provision again.',
      sites:
        'To switch to all sites, remove {{services}} under Administration > Service Account and provision again.',
      drives:
        'To switch to all users, remove {{services}} under Administration > Service Account and provision again.',
    },
    noDriveYet: 'A user who has no OneDrive yet is protected as soon as it appears.',
    sameMethod: 'Exchange Online, SharePoint Online and OneDrive must use the same method.',
  },
  available: 'Available Targets',
  selectedTargets: 'Selected Targets',
  counter: '{{count, number}} of {{max, number}}',
  byUser: {
    tab: 'By User',
    field: 'User principal name',
    hint: 'Enter the exact name, then press Enter.',
    placeholder: 'name@example.com',
    find: 'Look up',
    finding: 'Looking up…',
    unknown: 'No user has the user principal name “{{name}}”. Check the spelling.',
    alreadyThere: '{{name}} is already in Selected Targets.',
    found: '{{name}} was found.',
    list: 'Users found',
    empty: 'Users you look up appear here.',
  },
  byGroup: {
    tab: 'By Group',
    field: 'Group name',
    hint: 'Enter at least the first {{min, number}} characters, then press Enter.',
    find: 'Search',
    finding: 'Searching…',
    tooShort: 'Enter at least the first {{min, number}} characters of the group name.',
    none: 'No group name starts with “{{search}}”.',
    list: 'Groups found',
    empty: 'Groups you search for appear here. Open one to select its users.',
    found_one: '{{count, number}} group found.',
    found_other: '{{count, number}} groups found.',
    first_one: 'Only the first group is shown. Type more of the name.',
    first_other: 'Only the first {{count, number}} are shown. Type more of the name.',
    unnamed: 'Unnamed group',
    back: 'Back to groups',
    users: 'Users of {{group}}',
    noUsers: 'This group has no users.',
    shown: '{{count, number}} shown',
    shownOf: '{{count, number}} of {{total, number}} shown',
    more: 'Show more',
  },
  byUrl: {
    tab: 'By URL',
    field: 'Address of the site',
    hint: 'Enter the exact address, then press Enter.',
    placeholder: 'https://example.sharepoint.com/sites/name',
    find: 'Look up',
    finding: 'Looking up…',
    unknown: 'No site has the address “{{name}}”. Check the spelling.',
    alreadyThere: '{{name}} is already in Selected Targets.',
    found: '{{name}} was found.',
    list: 'Sites found',
    empty: 'Sites you look up appear here.',
  },
  byTitle: {
    tab: 'By Title',
    field: 'Title of the site',
    hint: 'Enter at least {{min, number}} characters of the title, then press Enter.',
    find: 'Search',
    finding: 'Searching…',
    tooShort: 'Enter at least {{min, number}} characters of the title.',
    none: 'No site was found for “{{search}}”.',
    list: 'Sites found',
    empty: 'Sites you search for appear here.',
    found_one: '{{count, number}} site found.',
    found_other: '{{count, number}} sites found.',
    first_one: 'Only the first site is shown. Type more of the title.',
    first_other: 'Only the first {{count, number}} are shown. Type more of the title.',
  },
  selectAll: 'Select all shown',
  isSelected: 'Already selected',
  noMailbox: 'No mailbox',
  vanished: 'No longer in the tenant',
  add: 'Add to Selected Targets',
  remove: 'Remove from Selected Targets',
  emptySelected: {
    user: 'Select users in Available Targets and move them here.',
    site: 'Select sites in Available Targets and move them here.',
  },
  user: {
    added_one: '{{count, number}} user added. {{total, number}} of {{max, number}} selected.',
    added_other: '{{count, number}} users added. {{total, number}} of {{max, number}} selected.',
    removed_one: '{{count, number}} user removed. {{total, number}} of {{max, number}} selected.',
    removed_other:
      '{{count, number}} users removed. {{total, number}} of {{max, number}} selected.',
    tooMany_one:
      'You can select up to {{max, number}} users. There is room for {{count, number}} more, but you chose {{wanted, number}}. Nothing was moved.',
    tooMany_other:
      'You can select up to {{max, number}} users. There is room for {{count, number}} more, but you chose {{wanted, number}}. Nothing was moved.',
    full: 'You can select up to {{max, number}} users, and you have reached this limit. Nothing was moved.',
    none: 'Select at least one user before you submit.',
    vanishedLead:
      'Some of the selected users are no longer in the tenant. They are marked in Selected Targets. Remove them, then submit again.',
  },
  site: {
    added_one: '{{count, number}} site added. {{total, number}} of {{max, number}} selected.',
    added_other: '{{count, number}} sites added. {{total, number}} of {{max, number}} selected.',
    removed_one: '{{count, number}} site removed. {{total, number}} of {{max, number}} selected.',
    removed_other:
      '{{count, number}} sites removed. {{total, number}} of {{max, number}} selected.',
    tooMany_one:
      'You can select up to {{max, number}} sites. There is room for {{count, number}} more, but you chose {{wanted, number}}. Nothing was moved.',
    tooMany_other:
      'You can select up to {{max, number}} sites. There is room for {{count, number}} more, but you chose {{wanted, number}}. Nothing was moved.',
    full: 'You can select up to {{max, number}} sites, and you have reached this limit. Nothing was moved.',
    none: 'Select at least one site before you submit.',
    vanishedLead:
      'Some of the selected sites are no longer in the tenant. They are marked in Selected Targets. Remove them, then submit again.',
  },
  draft: 'Your choice is saved in this browser until you submit it.',
  submit: 'Submit',
  submitting: 'Submitting…',
  submitted: 'Your choice was submitted.',
  confirm: {
    titleAll: {
      usersAndGroups: 'Synchronize all users and groups?',
      sites: 'Synchronize all sites?',
      drives: 'Synchronize the OneDrive of all users?',
    },
    titleSelected: {
      usersAndGroups_one: 'Synchronize {{count, number}} selected user?',
      usersAndGroups_other: 'Synchronize {{count, number}} selected users?',
      sites_one: 'Synchronize {{count, number}} selected site?',
      sites_other: 'Synchronize {{count, number}} selected sites?',
      drives_one: 'Synchronize the OneDrive of {{count, number}} selected user?',
      drives_other: 'Synchronize the OneDrive of {{count, number}} selected users?',
    },
    all: {
      usersAndGroups:
        'We read every user and group of {{tenant}} from Microsoft and keep a copy to protect their mailboxes.',
      sites:
        'We read the list of all sites of {{tenant}} from Microsoft and keep a copy of it to protect them. Personal sites belong to OneDrive and are left out.',
      drives:
        'We read the list of all personal sites of {{tenant}} from Microsoft, which hold the OneDrive of each user, and keep a copy of it to protect them.',
    },
    selected: {
      usersAndGroups_one:
        'We read the selected user of {{tenant}} from Microsoft and keep a copy to protect the mailbox. No other user is read.',
      usersAndGroups_other:
        'We read the {{count, number}} selected users of {{tenant}} from Microsoft and keep a copy to protect their mailboxes. No other users are read.',
      sites_one:
        'We read name and address of the selected site of {{tenant}} from Microsoft and keep a copy to protect it. No other site is read.',
      sites_other:
        'We read names and addresses of the {{count, number}} selected sites of {{tenant}} from Microsoft and keep a copy to protect them. No other sites are read.',
      drives_one:
        'We look up the OneDrive of the selected user of {{tenant}} at Microsoft to protect it. If there is none yet, it is protected as soon as it appears.',
      drives_other:
        'We look up the OneDrive of the {{count, number}} selected users of {{tenant}} at Microsoft to protect them. Where there is none yet, it is protected as soon as it appears.',
    },
    withoutMailbox_one: '{{count, number}} selected user has no mailbox to protect.',
    withoutMailbox_other: '{{count, number}} selected users have no mailbox to protect.',
    begins:
      'The synchronization starts immediately. To change the method later, you must remove {{services}}.',
    yourTenant: 'your tenant',
    tenant: 'Tenant: {{tenant}} ({{id}})',
    viaLink:
      'A consent was given through a link, and anyone with the link could use it. Confirm the tenant to submit.',
    isOurs: 'I confirm that {{tenant}} is our tenant.',
    do: 'Submit',
  },
};

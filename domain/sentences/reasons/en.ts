/** What is said about each reason, in English. Names of portals and menus are Microsoft's. */
import type { ReasonTexts } from './tell.ts';

const QUARANTINE_UNAVAILABLE = {
  title: 'Messages cannot be moved to a quarantine yet',
  lead: 'The permissions are granted, but neither of the two ways to manage a quarantine works in your tenant. One of them is enough. Nothing was lost, and nothing was removed.',
};

export const texts: ReasonTexts = {
  reasons: {
    quarantineUnavailable: {
      ...QUARANTINE_UNAVAILABLE,
      turn: 'An Exchange administrator must make one of the two ways to manage a quarantine work. We keep checking and continue automatically.',
      steps: [
        'See in the console what keeps each of the two ways from working, and choose the way that is easier to mend.',
        'If Exchange Web Services is switched off, copy the command from the console, run it in Exchange Online PowerShell, and report in the console that you have run it.',
        'If an access policy keeps the application out, include the mailboxes in its application access policy, or in the scope of its role assignment, in Exchange Online PowerShell.',
        'If a permission is missing, a Global Administrator consents again in the console.',
        'If no mailbox was found, open the Microsoft 365 admin center (admin.microsoft.com), go to Billing > Licenses, and assign a license with Exchange Online to at least one user.',
      ],
    },
    allowListSet: {
      ...QUARANTINE_UNAVAILABLE,
      turn: 'It is Exchange’s turn: it can take until {until} to apply the change. Until then, no one needs to do anything. We keep checking and continue automatically.',
      steps: [
        'Wait until {until}. No one needs to do anything until then.',
        'If the list was not set yet, run the command from the console in Exchange Online PowerShell.',
      ],
    },
    consentRevoked: {
      title: 'A consent was revoked',
      lead: 'A consent was revoked at Microsoft, in whole or in part. Nothing is synchronized until it is granted again. Nothing was removed, and the directory published before remains in effect.',
      turn: 'A Global Administrator must consent again. We keep checking and continue automatically.',
      steps: [
        'Find out whether the permissions were removed on purpose. Missing: {permissions}.',
        'Use “Click here” in the step of the consent. If the Global Administrator is someone else, copy a link there and send it.',
        'The Global Administrator signs in to Microsoft and accepts the permissions.',
      ],
    },
    applicationDisabled: {
      title: 'This application is disabled in your tenant',
      lead: 'The consent is still there, but someone has disabled sign-in for our application in Microsoft Entra. Nothing is synchronized until it is enabled again. Nothing was removed.',
      turn: 'A Global Administrator must enable it. We keep checking and continue automatically.',
      steps: [
        'Open the Microsoft Entra admin center (entra.microsoft.com) as a Global Administrator.',
        'Go to Entra ID > Enterprise apps > All applications, and select the application {application}.',
        'Under Properties, set “Enabled for users to sign in?” to Yes, and save.',
        'If Microsoft itself has disabled the application, contact support.',
      ],
    },
    conditionalAccess: {
      title: 'A Conditional Access policy blocks this application',
      lead: 'The consent is still there, but a Conditional Access policy for workload identities blocks our application. Nothing is synchronized until it is let in. Nothing was removed.',
      turn: 'A Conditional Access administrator must let it in. We keep checking and continue automatically.',
      steps: [
        'Open the Microsoft Entra admin center (entra.microsoft.com) as a Conditional Access administrator.',
        'Go to Entra ID > Monitoring & health > Sign-in logs > Service principal sign-ins, and see which policy blocks the application {application}.',
        'Go to Entra ID > Conditional Access > Policies, and open that policy.',
        'Exclude the application from the policy, or include our addresses in it, and save.',
      ],
    },
    readingRefused: {
      title: 'Microsoft refuses to let us read',
      lead: 'The permissions are granted, but Microsoft lastingly refuses to let us read what {service} protects. Nothing is synchronized until it is allowed. Nothing was removed, and the directory published before remains in effect.',
      turn: 'A Global Administrator must allow the reading. We keep checking and continue automatically.',
      steps: [
        'Open the Microsoft 365 admin center (admin.microsoft.com) as a Global Administrator, go to Billing > Your products, and check that the subscription with {service} is active.',
        'For sites and drives, open the SharePoint admin center, go to Policies > Access control, and see whether a policy keeps applications out. Let the application {application} in.',
        'Open the Microsoft Entra admin center (entra.microsoft.com), go to Entra ID > Enterprise apps > All applications, select the application {application}, and check under Permissions that nothing is missing.',
        'If nothing is in the way, contact support and name the application {application}.',
      ],
    },
    credentialRejected: {
      title: 'Microsoft does not accept our credential',
      lead: 'This is our fault, and you do not need to do anything. Your consents are still there, and nothing was removed. We were alerted and are working on it.',
      turn: 'You do not need to do anything. We continue automatically.',
      steps: [
        'Wait. Synchronization continues automatically once this is resolved.',
        'If you contact support, name the application {application}.',
      ],
    },
    tokenRefused: {
      title: 'Microsoft issues no access token',
      lead: 'The consent was there, but Microsoft Entra refuses an access token for a reason that we do not know. Nothing is synchronized meanwhile. Nothing was removed.',
      turn: 'We keep checking and continue automatically. If it does not resolve itself, contact support.',
      steps: [
        'Read the text from Microsoft in the last check, in the console.',
        'If it names a cause in your tenant, resolve it in the Microsoft Entra admin center (entra.microsoft.com).',
        'If it does not resolve itself, contact support and name the application {application} and that text.',
      ],
    },
    targetsUnknown: {
      title: 'Some of the selected targets are no longer in the tenant',
      lead: 'Some of the selected targets are no longer in the tenant, so nothing was synchronized. Nothing was removed.',
      turn: 'An administrator must choose again what to protect.',
      steps: ['Choose again what to protect, without the targets that no longer exist.', 'Submit.'],
    },
    methodDiffers: {
      title: 'Another service of your organization uses the other method',
      lead: 'Another service of your organization was submitted first, with the other method. All of them must use the same one. Nothing was synchronized, and nothing was removed.',
      turn: 'An administrator must choose again, with the method of the other services.',
      steps: [
        'Choose again what to protect, with the method of the other services, and submit.',
        'To use this method after all, first remove the other services under Administration > Service Account.',
      ],
    },
    synchronizationFailed: {
      title: 'The synchronization failed',
      lead: 'The tenant could not be read, despite repeated attempts. Nothing was removed, and the directory published before remains in effect.',
      turn: 'An administrator must start it again.',
      steps: [
        'Open the Microsoft 365 admin center (admin.microsoft.com) and see under Health > Service health whether Microsoft reports an outage. If so, wait until it is over.',
        'Try again in the console. The synchronization starts over.',
        'If it fails again, contact support.',
      ],
    },
    removalsHeld: {
      title: 'Decision required before anything is removed',
      lead: 'A synchronization no longer found an unusually large number of entries in the tenant, so nothing was published. Everything that was protected stays protected until an administrator decides.',
      turn: 'An administrator must decide.',
      steps: [
        'Look through the list of what would be removed, in the console.',
        'Decide: remove the entries, keep them, or have the tenant read again.',
      ],
    },
    unexpectedFailure: {
      title: 'Something went wrong on our side',
      lead: 'A step failed in a way that we did not expect. This is our fault. Nothing was lost, and nothing was removed.',
      turn: 'It is our turn. We try again every hour, and anyone who manages the account can try again now.',
      steps: [
        'You do not need to do anything. We try again automatically every hour.',
        'If you do not want to wait, try again now in the console.',
        'If it does not help, contact support.',
      ],
    },
    removalFailed: {
      title: 'The removal has stopped',
      lead: 'A step failed in a way that we did not expect. This is our fault. What was deleted before stays deleted.',
      turn: 'It is our turn. We try again automatically, and anyone who manages the account can try again now.',
      steps: [
        'You do not need to do anything. We try again automatically, after an hour and then less often.',
        'If you do not want to wait, try again now in the console.',
        'If it does not help, contact support.',
      ],
    },
  },
  unnamed: {
    application: 'whose ID the console shows',
    service: 'the service',
    permissions: 'see the console',
    until: 'the next day',
  },
};

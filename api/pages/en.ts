/** The texts of the pages outside the console, in English. */
import type { ConsentKind } from '../../domain/consents.ts';
import type { PersonalMailKind } from '../../domain/mails.ts';
import { type Service, SERVICES } from '../../domain/services/services.ts';

/** The two tenants, if the person signed in from the wrong one. */
export interface Mismatch {
  readonly administrator: string;
  readonly administratorDomain: string;
  readonly pinnedTenant: string;
  /** The services that the organization began with the pinned tenant. */
  readonly begun: readonly Service[];
  /** Whether what began may still be finished with the other tenant. */
  readonly open: boolean;
}

const listOf = (services: readonly Service[]) =>
  new Intl.ListFormat('en-GB').format(services.map((service) => SERVICES[service].name));

/** One language's texts. Every language has all of them. */
export interface PageTexts {
  readonly steps: Readonly<Record<ConsentKind, string>>;
  readonly returned: {
    readonly title: string;
    readonly checking: (step: string) => string;
    /** If the grant is proven already. */
    readonly granted: (step: string) => string;
    readonly goBack: string;
  };
  readonly failed: { readonly title: string; readonly goBack: string };
  /** If Microsoft reported no success, but the grant may exist. */
  readonly unconfirmed: {
    readonly title: string;
    readonly goOn: string;
    readonly otherwise: string;
  };
  readonly mismatch: (names: Mismatch) => string;
  /** If the response itself, not the person, belongs to another tenant. */
  /** For a person who came from a consent link. */
  readonly link: {
    readonly title: (organization: string) => string;
    readonly asks: (organization: string, step: string, protects: string) => string;
    /** What of the organization is protected. */
    readonly protects: Readonly<Record<Service, string>>;
    readonly madeBy: (maker: string, until: string) => string;
    readonly permissions: (resource: string) => string;
    readonly caution: (organization: string) => string;
    readonly button: string;
    readonly leaving: { readonly title: string; readonly otherwise: string };
    readonly returned: { readonly title: string; readonly close: (organization: string) => string };
    readonly notNeeded: { readonly title: string; readonly why: (organization: string) => string };
    readonly close: string;
  };
  /** Where the link in a mail leads by which a person gets no more of them. */
  readonly unsubscribe: {
    readonly title: string;
    readonly asks: (organization: string) => string;
    readonly kinds: Readonly<Record<PersonalMailKind, string>>;
    readonly asksLink: string;
    readonly button: string;
    readonly done: { readonly title: string; readonly how: string; readonly link: string };
    readonly unknown: { readonly title: string; readonly how: string };
  };
  readonly notBuilt: {
    readonly title: string;
    readonly how: string;
    readonly meanwhile: string;
  };
  /** Shown until `npm start` is ready. */
  readonly starting: {
    readonly title: string;
    readonly meanwhile: string;
    /** Before the name of a part. */
    readonly waitingFor: string;
    /** Before a time. */
    readonly since: string;
  };
}

export const texts: PageTexts = {
  steps: {
    exchange: 'Step 1, Exchange Online',
    graph: 'Step 2, Microsoft Graph',
    sharepoint: 'Step 1, SharePoint Online',
    onedrive: 'Step 1, OneDrive',
  },
  returned: {
    title: 'Go back to the console',
    checking: (step) =>
      `${step}: Microsoft has received your response. We are checking that the permissions have taken effect, which can take a few minutes.`,
    granted: (step) => `${step}: the permissions are granted.`,
    goBack:
      'You can close this page and go back to the console tab where you started the step. Its status updates automatically.',
  },
  failed: {
    title: 'This step was not completed',
    goBack:
      'Nothing was lost. You can close this page, go back to the console and start the step again.',
  },
  unconfirmed: {
    title: 'Microsoft did not confirm the consent',
    goOn: 'The permissions may have been granted nevertheless, so we keep checking. You can close this page.',
    otherwise: 'If nothing changes in a few minutes, start the step again in the console.',
  },
  mismatch: ({ administrator, administratorDomain, pinnedTenant, begun, open }) => {
    const services = listOf(begun);
    const finish = open ? `finish the consent of ${services} with it, or ` : '';
    return `${administrator} belongs to the tenant ${administratorDomain}, but this organization began with ${pinnedTenant} for ${services}. Sign in as a Global Administrator of ${pinnedTenant}. To connect ${administratorDomain} instead, first ${finish}remove ${services} under Administration > Service Account.`;
  },
  link: {
    title: (organization) => `${organization} requests your consent`,
    asks: (organization, step, protects) =>
      `${organization} is connecting its Microsoft 365 tenant to Provost, which protects ${protects}. For “${step}”, a Global Administrator of the tenant must grant the permissions below on a Microsoft page.`,
    protects: {
      'exchange-online': 'its e-mail',
      'sharepoint-online': 'its SharePoint sites',
      onedrive: 'the OneDrive of its users',
    },
    madeBy: (maker, until) => `${maker} created this link. It can be used once, until ${until}.`,
    permissions: (resource) => `Permissions requested for ${resource}`,
    caution: (organization) =>
      `Continue only if you administer the tenant of ${organization} and expected this request.`,
    button: 'Continue to Microsoft',
    leaving: {
      title: 'Redirecting to Microsoft',
      otherwise: 'If you are not redirected automatically, continue to Microsoft.',
    },
    returned: {
      title: 'Thank you',
      close: (organization) =>
        `You can close this page. ${organization} is informed automatically.`,
    },
    notNeeded: {
      title: 'No action is needed',
      why: (organization) =>
        `${organization} is not waiting for this step: it is already complete, or another step comes first. You can close this page.`,
    },
    close: 'Nothing was lost. You can close this page.',
  },
  unsubscribe: {
    title: 'No more mails of this kind?',
    asks: (organization) => `The console of ${organization} writes to you:`,
    kinds: {
      attentionRequired: 'when something needs attention',
      recovered: 'when something works again',
      protected: 'when a service is protected',
      removed: 'when a service account was removed',
      consentLinkExpired: 'when a consent link expired unused',
    },
    asksLink:
      'You were sent a link to give a consent. You can say that you do not want to be written to about it again. The link itself stays valid until it expires.',
    button: 'No longer write to me about this',
    done: {
      title: 'You get no more of these mails',
      how: 'You can switch them on again in the console under Administration > Mail.',
      link: 'You will not be written to about this link again.',
    },
    unknown: {
      title: 'This link is not complete',
      how: 'Open the link in the mail once more. Some programs cut long addresses short.',
    },
  },
  notBuilt: {
    title: 'The console is not built yet',
    how: 'Build it with "npm run build", then reload this page. "npm start" builds it automatically.',
    meanwhile: 'The API works without it, and work in progress continues.',
  },
  starting: {
    title: 'Provost is starting',
    meanwhile: 'The console opens here when everything is running.',
    waitingFor: 'Waiting for:',
    since: 'since',
  },
};

/** The texts of the pages outside the console, in English. */
import type { ConsentKind } from '../../domain/consents.ts';

/** The two tenants of somebody who signed in from the wrong one. */
export interface Mismatch {
  readonly administrator: string;
  readonly administratorDomain: string;
  readonly pinnedTenant: string;
}

/** One language's texts. Every language has all of them. */
export interface PageTexts {
  readonly steps: Readonly<Record<ConsentKind, string>>;
  readonly returned: {
    readonly title: string;
    readonly checking: (step: string) => string;
    readonly goBack: string;
  };
  readonly failed: { readonly title: string; readonly goBack: string };
  readonly mismatch: (names: Mismatch) => string;
  /** Where the answer itself, not the person, is of another tenant. */
  readonly answerOfAnotherTenant: string;
  /** For whom a link led here. */
  readonly link: {
    readonly title: (organization: string) => string;
    readonly asks: (organization: string, step: string) => string;
    readonly madeBy: (maker: string, until: string) => string;
    readonly permissions: (resource: string) => string;
    readonly caution: (organization: string) => string;
    readonly button: string;
    readonly leaving: { readonly title: string; readonly otherwise: string };
    readonly returned: { readonly title: string; readonly close: (organization: string) => string };
    readonly notNeeded: { readonly title: string; readonly why: (organization: string) => string };
    readonly close: string;
  };
  readonly notBuilt: {
    readonly title: string;
    readonly how: string;
    readonly meanwhile: string;
  };
}

export const texts: PageTexts = {
  steps: { exchange: 'Step 1, Exchange Online', graph: 'Step 2, Microsoft Graph' },
  returned: {
    title: 'Go back to the console',
    checking: (step) =>
      `${step}: Microsoft has taken your answer. We are checking with Microsoft that it took effect, which can take a few minutes.`,
    goBack:
      'You can close this page and go back to the console, in the tab where you clicked the step. It shows by itself how the step stands.',
  },
  failed: {
    title: 'This step is not done',
    goBack:
      'Nothing was lost. You can close this page, go back to the console and click the step again.',
  },
  mismatch: ({ administrator, administratorDomain, pinnedTenant }) =>
    `${administrator} belongs to the tenant ${administratorDomain}, but this account was begun with ${pinnedTenant}. Sign in with a Global Administrator of ${pinnedTenant}.`,
  answerOfAnotherTenant:
    'What came back speaks of another tenant than the one of the person who signed in.',
  link: {
    title: (organization) => `${organization} asks for your consent`,
    asks: (organization, step) =>
      `${organization} connects its Microsoft 365 tenant to Provost, which protects its mail. For “${step}”, a Global Administrator of the tenant grants the permissions below, on a page of Microsoft's.`,
    madeBy: (maker, until) => `${maker} made this link. It can be used once, until ${until}.`,
    permissions: (resource) => `What is asked of ${resource}`,
    caution: (organization) =>
      `Continue only if you administer the tenant of ${organization} and expected this request.`,
    button: 'Continue to Microsoft',
    leaving: {
      title: 'On to Microsoft',
      otherwise: 'If your browser does not go there by itself, continue to Microsoft here.',
    },
    returned: {
      title: 'Thank you',
      close: (organization) =>
        `You can close this page; ${organization} sees by itself how the step stands.`,
    },
    notNeeded: {
      title: 'Nothing is needed of you now',
      why: (organization) =>
        `${organization} does not wait for this step: it is done already, or another one comes first. You can close this page.`,
    },
    close: 'Nothing was lost. You can close this page.',
  },
  notBuilt: {
    title: 'The console is not built yet',
    how: 'Build it with "npm run build", then load this page again. "npm start" builds it by itself.',
    meanwhile: 'The API works without it, and what runs goes on.',
  },
};

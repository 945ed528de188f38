/** The provision screen. */
import type { Page } from 'playwright-core';
import { type ConsentKind, consentsOf } from '../../../domain/consents.ts';
import { type Service, SERVICES } from '../../../domain/services/services.ts';
import { CONTOSO_ADMINISTRATOR, type MicrosoftPerson } from '../../support/administrator.ts';
import { requireEws } from '../../support/before-ews-end.ts';
import { type Answer, consentAtMicrosoft } from './microsoft-pages.ts';
import type { Visitor } from './visitor.ts';

export function provisionPage(visitor: Visitor, of: Service = 'exchange-online') {
  const { page, context, t } = visitor;
  const named = (name: string) => ({ name, exact: true });
  const part = (name: string) => page.getByRole('region', named(name));

  const step = (kind: ConsentKind) => {
    const number = consentsOf(of).indexOf(kind) + 1;
    const title = t('consents:step.title', {
      step: number,
      consent: t(`common:consent.${kind}`),
    });
    const card = page.getByRole('group', named(title));
    return {
      card,
      clickHere: card.getByRole('button', named(t('consents:step.clickHere'))),
      copyLink: card.getByRole('button', named(t('consents:link.copy'))),
      copyNewLink: card.getByRole('button', named(t('consents:link.copyNew'))),
      checkNow: card.getByRole('button', named(t('consents:check.checkNow'))),
      status: (status: string) =>
        card.getByText(t(`consents:status.${status}` as 'consents:status.granted'), {
          exact: true,
        }),
    };
  };

  /** Clicks the step and resolves to the new tab. */
  const openMicrosoft = async (kind: ConsentKind): Promise<Page> => {
    requireEws(kind);
    const opening = context.waitForEvent('page');
    await step(kind).clickHere.click();
    return opening;
  };

  return {
    step,
    openMicrosoft,
    begin: part(t('consents:part.begin')),
    consents: part(t('consents:part.consents')),
    targets: part(t(`targets:title.${SERVICES[of].target}`)),
    progress: part(t('consents:part.progress')),
    protected: part(t('consents:part.protected', { service: t(`common:service.${of}`) })),
    methods: page.getByRole('tablist', named(t('consents:method.label'))),
    accessToken: page.getByRole('tab', named(t('consents:method.useAccessToken'))),

    /** Completes the step in a second tab and closes it. */
    async consent(
      kind: ConsentKind,
      who: MicrosoftPerson = CONTOSO_ADMINISTRATOR,
      answer: Answer = 'Accept',
    ) {
      const tab = await openMicrosoft(kind);
      await consentAtMicrosoft(tab, who, answer);
      await tab.close();
    },
  };
}

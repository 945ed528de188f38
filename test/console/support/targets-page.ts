/** The choice of what to protect, on the provision screen. */
import type { Locator } from 'playwright-core';
import { MAX_TARGETS } from '../../../domain/limits.ts';
import { type Service, SERVICES } from '../../../domain/services/services.ts';
import type { Visitor } from './visitor.ts';

export function targetsPage({ page, t }: Visitor, of: Service = 'exchange-online') {
  const { copies } = SERVICES[of];
  const named = (name: string) => ({ name, exact: true });
  const available = page.getByRole('region', named(t('targets:available')));
  const selected = page.getByRole('region', named(t('targets:selectedTargets')));
  const user = page.getByLabel(t('targets:byUser.field'));
  const group = page.getByLabel(t('targets:byGroup.field'));
  const url = page.getByLabel(t('targets:byUrl.field'));
  const title = page.getByLabel(t('targets:byTitle.field'));
  const tab = (name: string) => available.getByRole('tab', named(name));
  const found = available.getByRole('list', named(t('targets:byGroup.list')));
  return {
    all: page.getByRole('radio', { name: t(`targets:all.${copies}`) }),
    selectedUsers: page.getByRole('radio', { name: t(`targets:selected.${copies}`) }),
    available,
    selected,
    byUser: tab(t('targets:byUser.tab')),
    byGroup: tab(t('targets:byGroup.tab')),
    user,
    group,
    add: page.getByRole('button', named(t('targets:add'))),
    remove: page.getByRole('button', named(t('targets:remove'))),
    submit: page.getByRole('main').getByRole('button', named(t('targets:submit'))),
    confirmation: page.getByRole('dialog'),
    /** The visible entries that can be marked. */
    entries: (pane: Locator) => pane.getByRole('option'),
    entry: (pane: Locator, name: string) => pane.getByRole('option', { name }),
    /** Users who are not selected yet. */
    free: page.locator('[aria-disabled="false"]'),
    more: available.getByRole('button', named(t('targets:byGroup.more'))),
    allShown: (pane: Locator) => pane.getByLabel(t('targets:selectAll')),
    counter: (count: number) =>
      selected.getByText(t('targets:counter', { count, max: MAX_TARGETS }), { exact: true }),

    /** By User: the exact name and Enter. */
    async lookUp(principalName: string) {
      await tab(t('targets:byUser.tab')).click();
      await user.fill(principalName);
      await user.press('Enter');
    },

    /** By Group: the beginning of a name and Enter. */
    async search(text: string) {
      await tab(t('targets:byGroup.tab')).click();
      await group.fill(text);
      await group.press('Enter');
    },

    /** By URL: the exact address of a site and Enter. */
    async lookUpSite(address: string) {
      await tab(t('targets:byUrl.tab')).click();
      await url.fill(address);
      await url.press('Enter');
    },

    /** By Title: some characters and Enter. */
    async searchSites(text: string) {
      await tab(t('targets:byTitle.tab')).click();
      await title.fill(text);
      await title.press('Enter');
    },

    /** The groups found by `search`. */
    groups: found.getByRole('button'),
    openGroup: (name: string) => found.getByText(name, { exact: true }).click(),
    back: () => available.getByRole('button', named(t('targets:byGroup.back'))).click(),

    /** Submits and confirms the dialog. */
    async submitAndConfirm() {
      await page
        .getByRole('main')
        .getByRole('button', named(t('targets:submit')))
        .click();
      await page
        .getByRole('dialog')
        .getByRole('button', named(t('targets:confirm.do')))
        .click();
    },
  };
}

/** Administration > Service Account: the list, and the tabs of an account. */
import type { Service } from '../../../domain/services/services.ts';
import { CONTOSO } from './console-page.ts';
import type { Visitor } from './visitor.ts';

type Tab = 'overview' | 'synchronizations' | 'history' | 'directory';

const ACCOUNTS = '/administration/service-accounts';

export function administrationPage({ page, t, origin }: Visitor, of: Service = 'exchange-online') {
  const named = (name: string) => ({ name, exact: true });
  const main = page.getByRole('main');
  const tab = (name: Tab) => page.getByRole('tab', named(t(`administration:tab.${name}`)));
  const dialog = page.getByRole('alertdialog');
  return {
    tab,
    dialog,
    openList: (organization = CONTOSO) => page.goto(origin + organization + ACCOUNTS),
    open: (part: Tab = 'overview', organization = CONTOSO) =>
      page.goto(`${origin}${organization}${ACCOUNTS}/${of}?tab=${part}`),
    table: page.getByRole('table', named(t('administration:tableLabel'))),
    menu: main.getByRole('button', {
      name: t('administration:action.menu', { service: t(`service.${of}`) }),
    }),
    menuItem: (name: 'details' | 'synchronize' | 'remove') =>
      page.getByRole('menuitem', { name: t(`administration:action.${name}`) }),
    remove: main.getByRole('button', named(t('administration:action.remove'))),
    synchronize: main.getByRole('button', named(t('administration:action.synchronize'))),
    provisionAgain: main.getByRole('button', named(t('administration:action.provisionAgain'))),
    events: main.getByRole('listitem'),
    older: main.getByRole('button', named(t('audit:older'))),
    search: page.getByRole('searchbox'),
    users: page.getByRole('region', named(t('administration:directory.tableUsers'))),
    groups: page.getByRole('region', named(t('administration:directory.tableGroups'))),
    sites: page.getByRole('region', named(t('administration:directory.tableSites.sites'))),
    drives: page.getByRole('region', named(t('administration:directory.tableSites.drives'))),
    showGroups: page.getByRole('radio', named(t('administration:directory.groups'))),
    confirmation: dialog.getByRole('textbox'),
    confirm: dialog.getByRole('button', named(t('administration:remove.submit'))),
  };
}

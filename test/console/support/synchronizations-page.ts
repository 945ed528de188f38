/** The synchronizations tab of an account, with the decision on removals. */
import type { Visitor } from './visitor.ts';

export function synchronizationsPage({ page, t }: Visitor) {
  const named = (name: string) => ({ name, exact: true });
  const main = page.getByRole('main');
  const held = page.getByRole('group', named(t('reasons:removalsHeld.title')));
  const dialog = page.getByRole('alertdialog');
  const schedule = page.getByRole('group', named(t('synchronizations:schedule.title')));
  const records = page.getByRole('group', named(t('synchronizations:records.title')));
  return {
    held,
    choose: (decision: 'allow' | 'reject' | 'readAgain') =>
      held.getByRole('button', named(t(`synchronizations:held.${decision}`))),
    /** The users and groups that would be removed. */
    removals: held.getByRole('region', named(t('synchronizations:heldRemovals.table'))),
    dialog,
    confirm: dialog.getByRole('button', named(t('synchronizations:held.allow'))),
    notice: main.getByRole('link', named(t('synchronizations:held.noticeOpen'))),
    schedule,
    daily: schedule.getByRole('switch', named(t('synchronizations:schedule.on'))),
    timeOfDay: schedule.getByLabel(t('synchronizations:schedule.timeOfDay')),
    timeZone: schedule.getByLabel(t('synchronizations:schedule.timeZone')),
    save: schedule.getByRole('button', named(t('synchronizations:schedule.save'))),
    records,
    record: records.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3 }) }),
  };
}

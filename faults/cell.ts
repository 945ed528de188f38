/** One cell of the matrix: a process is killed at a moment, and the account must still reach its end. */
import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { notificationText } from '../domain/account.ts';
import { microsoftEnvironment, toMicrosoftConfiguration } from '../microsoft/environment.ts';
import { removeAccount } from '../test/support/console-session.ts';
import { listWith } from '../test/support/listing.ts';
import { NO_ROWS, noticesOf, publishedDirectory, rowsLeft } from '../test/support/published.ts';
import { start } from '../test/support/walk.ts';
import { completeProvisioning } from './complete-provisioning.ts';
import { type Moment, type MomentName, MOMENTS } from './moments.ts';
import { retry, type Stage } from './stage.ts';
import { type Victim, VICTIMS } from './victims.ts';

export interface Cell {
  readonly victim: Victim;
  readonly moment: MomentName;
}

export const nameOf = ({ victim, moment }: Cell) => `${victim}/${moment}`;

const victims = Object.keys(VICTIMS) as Victim[];
const moments = Object.keys(MOMENTS) as MomentName[];

/** Every victim at every moment. */
export const CELLS: readonly Cell[] = victims.flatMap((victim) =>
  moments.map((moment) => ({ victim, moment })),
);

/** Small pages, so that a kill falls between two of them. */
const PAGES = { maxPageSize: 20 };

/** @throws Error with the reason why the cell failed, or if its moment was missed */
export async function runCell(stage: Stage, { victim, moment: name }: Cell): Promise<void> {
  const { production, session } = stage;
  const moment: Moment = MOMENTS[name];
  await production.sandbox.tenant.reset();
  await production.sandbox.tenant.setFaults(PAGES);
  const { accountId } = await start(session);
  try {
    const release = await moment.reach(stage);
    const { state } = await session.client.account();
    if (state !== moment.state) throw new Error(`The moment was missed: the account was ${state}`);
    await VICTIMS[victim](stage);
    await release?.();
    await retry(() => (moment.after ? moment.after(stage) : completeProvisioning(session)));
    await (moment.removed ? expectGone(stage, accountId) : expectWhole(stage, accountId));
  } finally {
    await retry(() => removeAccount(session.client));
  }
}

/** Checks that the published directory equals the tenant's and that exactly one notification was sent. */
async function expectWhole({ production, session }: Stage, accountId: string): Promise<void> {
  const { db, sandbox } = production;
  strictEqual((await session.client.account()).state, 'protected');
  const configuration = toMicrosoftConfiguration(microsoftEnvironment.parse(sandbox.microsoft));
  const tenant = await listWith(configuration, await sandbox.tenant.id());
  deepStrictEqual(await publishedDirectory(db, accountId), tenant);
  const notices = await noticesOf(db, accountId);
  deepStrictEqual(
    notices.map(({ message }) => message),
    [notificationText('protected', 'exchange-online')],
  );
}

async function expectGone({ production: { db } }: Stage, accountId: string): Promise<void> {
  deepStrictEqual(await rowsLeft(db, accountId), NO_ROWS);
}

/** The proof itself, the same for both adapters: a canary goes to the quarantine and back. */
import { noEffect, type Proof, WORKS } from './adapter.ts';

/** One mailbox, as an adapter reaches it. A folder is named the way its protocol names it. */
export interface CanaryMailbox {
  readonly drafts: string;
  /** The quarantine's folder, created if the mailbox has none. */
  quarantineFolder(): Promise<string>;
  /** The ids of our canaries in a folder. */
  canariesIn(folder: string): Promise<string[]>;
  /** @returns the id of a new canary in the drafts. */
  createCanary(): Promise<string>;
  /** @returns the id that the message has after the move. */
  move(id: string, folder: string): Promise<string>;
  /** Deletes a message for good, also after a cancellation. */
  purge(id: string): Promise<void>;
}

/** Whether messages can be quarantined and restored. @throws what the mailbox throws */
export async function proveWithCanary(mailbox: CanaryMailbox): Promise<Proof> {
  const { drafts } = mailbox;
  const folder = await mailbox.quarantineFolder();
  const leftOver = [...(await mailbox.canariesIn(folder)), ...(await mailbox.canariesIn(drafts))];
  for (const id of leftOver) await mailbox.purge(id);
  let canary = await mailbox.createCanary();
  try {
    canary = await mailbox.move(canary, folder);
    if (!(await mailbox.canariesIn(folder)).includes(canary)) return noEffect('NotQuarantined');
    canary = await mailbox.move(canary, drafts);
    if (!(await mailbox.canariesIn(drafts)).includes(canary)) return noEffect('NotRestored');
    return WORKS;
  } finally {
    // The next proof clears away what is left now.
    await mailbox.purge(canary).catch(() => undefined);
  }
}

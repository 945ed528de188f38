/** The processes to kill, and how each is restarted. */
import { waitFor } from '../test/support/wait.ts';
import type { Stage } from './stage.ts';

export const VICTIMS = {
  async worker(stage) {
    stage.worker.signal('SIGKILL');
    await stage.worker.ended;
    stage.worker = await stage.production.startWorker();
  },
  async api(stage) {
    stage.api.signal('SIGKILL');
    await stage.api.ended;
    stage.api = await stage.production.startApi();
  },
  async database({ production: { postgres } }) {
    await postgres.crash();
    await postgres.restart();
  },
  /** Its supervisor restarts it on the same port and data. */
  async temporal({ production: { temporal } }) {
    const killed = await temporal.pid();
    await temporal.signal('SIGKILL');
    await waitFor(
      'Temporal has been restarted',
      {},
      async () => (await temporal.pid().catch(() => killed)) !== killed,
    );
  },
} satisfies Record<string, (stage: Stage) => Promise<void>>;

export type Victim = keyof typeof VICTIMS;

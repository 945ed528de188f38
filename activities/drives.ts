import { Context } from '@temporalio/activity';
import { readingConsent } from '../domain/consents.ts';
import { ProvostError } from '../domain/failures.ts';
import { DRIVE_LOOK_INTERVAL } from '../domain/limits.ts';
import type { AccountReference, Dependencies } from './dependencies.ts';
import { withHeartbeat } from './read-attempt.ts';

/** Selected users whose OneDrive does not exist yet. */
export function createDriveActivities({ graphs }: Pick<Dependencies, 'graphs'>) {
  return {
    /**
     * Succeeds when one of the users has a OneDrive. Otherwise fails with DriveNotThere and the time
     * until the next look, so that retries do the waiting.
     */
    waitForDrives: ({
      service,
      tenantId,
      userIds,
    }: AccountReference & { tenantId: string; userIds: readonly string[] }): Promise<void> =>
      withHeartbeat(async () => {
        const { cancellationSignal: signal } = Context.current();
        const graph = graphs[readingConsent(service)];
        const drives = await graph.userDrives({ tenantId, signal, userIds });
        if (drives.every(({ site }) => site === null))
          throw new ProvostError('DriveNotThere', undefined, { retryAfter: DRIVE_LOOK_INTERVAL });
      }),
  };
}

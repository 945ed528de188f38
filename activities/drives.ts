import { Context } from '@temporalio/activity';
import { readingConsent } from '../domain/consents.ts';
import { isOutage, ProvostError } from '../domain/failures.ts';
import {
  clampRetryAfter,
  DRIVE_LOOK_INTERVAL,
  MAX_ATTEMPTS_WITHOUT_PROGRESS,
} from '../domain/limits.ts';
import type { AccountReference, Dependencies } from './dependencies.ts';
import { withHeartbeat } from './read-attempt.ts';

/** Selected users whose OneDrive does not exist yet. */
export function createDriveActivities({ graphs }: Pick<Dependencies, 'graphs'>) {
  return {
    /**
     * Succeeds when one of the users has a OneDrive. Otherwise fails with DriveNotThere and the time
     * until the next look, so that retries do the waiting. One bad drive does not hide the others. What goes
     * on failing other than by an outage ends it: then a synchronization says what is wrong.
     */
    waitForDrives: ({
      service,
      tenantId,
      userIds,
    }: AccountReference & { tenantId: string; userIds: readonly string[] }): Promise<void> =>
      withHeartbeat(async () => {
        const { cancellationSignal: signal, info } = Context.current();
        const graph = graphs[readingConsent(service)];
        const drives = await graph
          .userDrives({ tenantId, signal, userIds })
          .catch((error: unknown) => {
            throw error instanceof ProvostError ? bounded(error, info.attempt) : error;
          });
        if (drives.some((drive) => 'site' in drive && drive.site !== null)) return;
        const failed = drives.find((drive) => 'failure' in drive);
        if (failed) throw bounded(failed.failure, info.attempt);
        throw new ProvostError('DriveNotThere', undefined, { retryAfter: DRIVE_LOOK_INTERVAL });
      }),
  };
}

function bounded(error: ProvostError, attempt: number): ProvostError {
  const { type, message, details, cause } = error;
  const isOver = !isOutage(type) && attempt >= MAX_ATTEMPTS_WITHOUT_PROGRESS;
  const retryAfter = clampRetryAfter(error.retryAfter, attempt, Math.random());
  return isOver
    ? new ProvostError('ReadingFailed', message, { details, cause })
    : new ProvostError(type, message, { retryAfter, details, cause });
}

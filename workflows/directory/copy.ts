/** What differs between services in how our copy of the tenant comes about. */
import type { ActivityOptions } from '@temporalio/workflow';
import type { SynchronizationReference } from '../../activities/dependencies.ts';
import type { Account } from '../account/account.ts';

export type ReadOptions = Pick<ActivityOptions, 'taskQueue' | 'priority'>;

export interface Copy {
  /** Reads the tenant, or the selected targets, into staging. */
  read(
    account: Account,
    synchronization: SynchronizationReference,
    options: ReadOptions,
  ): Promise<void>;
  /** Returns when what else protection needs works. */
  confirm(account: Account): Promise<void>;
  /** Background work while nothing else is due. It may be interrupted, and returns when it is done. */
  meanwhile(account: Account): Promise<void>;
}

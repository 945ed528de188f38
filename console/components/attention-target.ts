import type { AttentionReason } from '../../domain/reasons.ts';

/** Where the person finds what to do. Held removals are decided beside the synchronizations. */
export const attentionTarget = (reason: AttentionReason | null) =>
  reason === 'removalsHeld'
    ? ({
        to: '/organizations/$organizationId/administration/service-accounts/$service',
        search: { tab: 'synchronizations' },
      } as const)
    : ({ to: '/organizations/$organizationId/provision/$service' } as const);

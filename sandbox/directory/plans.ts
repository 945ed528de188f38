/** Service plans that are assigned to users. */
import type { AssignedPlan } from './objects.ts';

const EXCHANGE = { service: 'exchange', servicePlanId: 'efb87545-963c-4e0d-99df-69c6916d9eb0' };
const SHAREPOINT = { service: 'SharePoint', servicePlanId: '5dbe027f-2339-4123-9542-606e4d348a72' };
const TEAMS = { service: 'TeamspaceAPI', servicePlanId: '57ff2da0-773e-42df-b2af-ffb7a2317929' };
const EXCHANGE_KIOSK = {
  service: 'exchange',
  servicePlanId: '4a82b400-a79f-41a4-b4e2-e94f5787b113',
};

const assigned = (
  plan: Pick<AssignedPlan, 'service' | 'servicePlanId'>,
  capabilityStatus: AssignedPlan['capabilityStatus'],
): AssignedPlan => ({ assignedDateTime: '2024-02-05T08:30:00Z', capabilityStatus, ...plan });

/** The plan combinations in use. An Exchange plan counts only if it is `Enabled`. */
export const PLANS = {
  licensed: [
    assigned(EXCHANGE, 'Enabled'),
    assigned(SHAREPOINT, 'Enabled'),
    assigned(TEAMS, 'Enabled'),
  ],
  /** Moved from one Exchange plan to another: both are listed, but only one is enabled. */
  moved: [assigned(EXCHANGE_KIOSK, 'Deleted'), assigned(EXCHANGE, 'Enabled')],
  withoutExchange: [assigned(SHAREPOINT, 'Enabled'), assigned(TEAMS, 'Enabled')],
  lapsed: [assigned(EXCHANGE, 'Deleted'), assigned(SHAREPOINT, 'Deleted')],
  none: [],
} as const satisfies Record<string, readonly AssignedPlan[]>;

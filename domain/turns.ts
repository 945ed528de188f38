/**
 * Who can resolve what needs attention. Of the customer: a Global Administrator or an Exchange administrator of the
 * tenant, or an administrator of the console. `us`: whoever operates the product.
 */
export const TURNS = [
  'globalAdministrator',
  'exchangeAdministrator',
  'consoleAdministrator',
  'microsoft',
  'us',
] as const;
export type Turn = (typeof TURNS)[number];

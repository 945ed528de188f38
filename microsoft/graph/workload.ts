/** Which of Microsoft's services answers a request to Graph. Each has limits of its own. */
import type { Allowance } from './allowance.ts';
import { directoryAllowance } from './directory-allowance.ts';
import { unitCost } from './resource-units.ts';
import { sharePointAllowance } from './sharepoint-allowance.ts';

export type Workload = 'directory' | 'sharepoint';

const SHAREPOINT = /^\/(sites|drives)(?![a-z])|^\/users\/[^/]+\/drive(?![a-z])/i;

/** @param target a path below the version */
export const workloadOf = (target: string): Workload =>
  SHAREPOINT.test(target) ? 'sharepoint' : 'directory';

const LIST = /^\/sites(\?|\/([a-z]+\.)*(getAllSites|delta)(?![a-z]))/i;
const WITH_TOKEN = /[?&(]\$?(delta)?token=/i;

/** Resource units: one for an item and for the changes since a token, two for a list. */
const sharePointCost = (target: string): number =>
  LIST.test(target) && !WITH_TOKEN.test(target) ? 2 : 1;

interface Limits {
  allowance(): Allowance;
  cost(target: string): number;
}
export const LIMITS: Readonly<Record<Workload, Limits>> = {
  directory: { allowance: directoryAllowance, cost: unitCost },
  sharepoint: { allowance: sharePointAllowance, cost: sharePointCost },
};

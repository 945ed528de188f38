/** The operations on sites and drives. */
import { type Operation, read } from '../operation.ts';
import { siteDelta } from './delta.ts';
import { getDrive, getSiteDrive, getUserDrive } from './drives.ts';
import { noLicense } from './errors.ts';
import { getAllSites, getSite, listSites, listSubsites } from './sites.ts';

const operations: readonly Operation[] = [
  read('/sites', 'sites', listSites, 2),
  read('/sites/getAllSites', 'sites', getAllSites, 2),
  read('/sites/oneDrive.getAllSites', 'sites', getAllSites, 2),
  read('/sites/delta', 'siteChanges', siteDelta, 2),
  read('/sites/root', 'sites', (call) => getSite(call, 'root')),
  read('/sites/:', 'sites', (call, [site]) => getSite(call, site)),
  read('/sites/:/sites', 'sites', (call, [site]) => listSubsites(call, site), 2),
  read('/sites/:/drive', 'drives', (call, [site]) => getSiteDrive(call, site)),
  read('/users/:/drive', 'drives', (call, [user]) => getUserDrive(call, user)),
  read('/drives/:', 'drives', (call, [drive]) => getDrive(call, drive)),
];

export const SHAREPOINT_OPERATIONS: readonly Operation[] = operations.map((operation) => ({
  ...operation,
  workload: 'sharepoint',
  answer(call, parameters) {
    if (call.tenant.faults.noSharePointLicence) throw noLicense();
    return operation.answer(call, parameters);
  },
}));

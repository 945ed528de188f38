/** Every kind of call that the product makes to SharePoint Online and OneDrive. */
import type { Call } from './calls.ts';
import { CHANGES, withPartialSites } from './partial-sites.ts';
import type { SiteScenarioName } from './site-scenarios.ts';

export type SiteCall = Call<SiteScenarioName>;

/** Of the first page, and of those behind a link: the next one, or that of the last run. */
const LIST = /\/sites\/getAllSites\?\$top=999/;
const NEXT_OF_LIST = /\/sites\/oneDrive\.getAllSites\?/;
const ALL_CHANGES = /\/sites\/delta\?\$top/;
const SITE = /^\/sites\/[^/?]+\?/;
const SITE_DRIVE = /^\/sites\/[^/]+\/drive/;
const USER_DRIVE = /^\/users\/[^/]+\/drive/;

export const SITE_CALLS: readonly SiteCall[] = [
  { name: 'first read of sites', scenario: 'verifySites', path: /\/sites\/getAllSites\?\$top=1&/ },
  { name: 'list of sites', scenario: 'synchronizeSites', path: LIST },
  { name: 'next page of sites', scenario: 'synchronizeSites', path: NEXT_OF_LIST },
  { name: 'all changes of sites', scenario: 'synchronizeSites', path: ALL_CHANGES },
  { name: 'next changes of sites', scenario: 'synchronizeSites', path: CHANGES },
  { name: 'list of sites, later', scenario: 'readSitesAgain', path: LIST },
  { name: 'all changes of sites, later', scenario: 'readSitesAgain', path: ALL_CHANGES },
  { name: 'changes of sites', scenario: 'followSites', path: CHANGES },
  { name: 'changed site', scenario: 'followSites', item: SITE, rewrite: withPartialSites },
  { name: 'batch of drives', scenario: 'synchronizeDrives', path: /\/\$batch/ },
  { name: 'drive of a site', scenario: 'synchronizeDrives', item: SITE_DRIVE },
  { name: 'drive of a new site', scenario: 'followDrives', item: SITE_DRIVE },
  { name: 'selected site', scenario: 'siteTargets', item: SITE },
  { name: 'drive of a selected user', scenario: 'driveTargets', item: USER_DRIVE },
  { name: 'drive of a selected user, later', scenario: 'driveTargetsAgain', item: USER_DRIVE },
  { name: 'drive that is waited for', scenario: 'waitForDrives', item: USER_DRIVE },
  { name: 'site by address', scenario: 'findSite', path: /\/sites\/[^/?]+:\// },
  { name: 'sites by title', scenario: 'findSites', path: /\/sites\?.*search=/ },
];

/** Drives: the OneDrive of a user, and the document library of a site. */
import { segmentOf, webUrlOf } from '../../sites/site.ts';
import type { Site } from '../../sites/site.ts';
import { GRAPH, json, refuseOptions } from '../call.ts';
import type { GraphAnswer, GraphCall } from '../call.ts';
import { requireProperties, selectedNames } from '../entities.ts';
import { findUser } from '../users.ts';
import { driveNotFound, MISSING_DRIVES } from './errors.ts';
import { findSite } from './sites.ts';

const PREFIX = 'b!';
const HEX_DIGITS = 32;

const withHyphens = (hex: string) =>
  hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** The library has no id of its own here, so the web's stands for it. */
const driveIdOf = ({ collectionId, webId }: Site): string => {
  const hex = [collectionId, webId, webId].join('').replaceAll('-', '');
  return PREFIX + Buffer.from(hex, 'hex').toString('base64url');
};

const webIdIn = (driveId: string): string => {
  const hex = Buffer.from(driveId.slice(PREFIX.length), 'base64url').toString('hex');
  return withHyphens(hex.slice(HEX_DIGITS, 2 * HEX_DIGITS));
};

const QUOTA = {
  deleted: 0,
  remaining: 1_099_511_627_776,
  state: 'normal',
  total: 1_099_511_627_776,
  used: 0,
};

/** A personal site belongs to its user, any other to the group of its owners. */
function ownerOf({ sites }: GraphCall, position: number, site: Site): object {
  const user = sites.ownerOf(position);
  if (user === undefined)
    return { group: { displayName: `${site.title ?? segmentOf(site)} Owners` } };
  const { id, displayName, mail, userPrincipalName } = user;
  return { user: { id, displayName, email: mail ?? userPrincipalName } };
}

function describe(
  call: GraphCall,
  position: number,
  site: Site,
): Readonly<Record<string, unknown>> {
  const { collectionId, webId, isPersonal } = site;
  return {
    createdDateTime: site.createdDateTime,
    description: '',
    id: driveIdOf(site),
    lastModifiedDateTime: site.lastModifiedDateTime,
    name: isPersonal ? 'OneDrive' : 'Documents',
    webUrl: `${webUrlOf(site)}/${isPersonal ? 'Documents' : 'Shared%20Documents'}`,
    driveType: isPersonal ? 'business' : 'documentLibrary',
    owner: ownerOf(call, position, site),
    quota: QUOTA,
    sharePointIds: { siteId: collectionId, siteUrl: webUrlOf(site), webId },
  };
}

function answerDrive(call: GraphCall, position: number, site: Site): GraphAnswer {
  const names = selectedNames(call);
  const members = Object.entries(describe(call, position, site)).filter(([name]) =>
    names === null ? name !== 'sharePointIds' : names.includes(name),
  );
  const context = { '@odata.context': `${GRAPH}/$metadata#drives/$entity` };
  return json(JSON.stringify({ ...context, ...Object.fromEntries(members) }));
}

function checkOptions(call: GraphCall): void {
  refuseOptions(call, ['$filter', '$top', '$skip', '$orderby', '$search', '$count', '$expand']);
  requireProperties('drive', selectedNames(call) ?? []);
}

/** @throws GraphError 400 or 404 for a user without a OneDrive, in one of three forms */
export function getUserDrive(call: GraphCall, idOrName: string): GraphAnswer {
  checkOptions(call);
  const found = call.sites.personalSiteOf(findUser(call, idOrName).position);
  if (typeof found === 'string') throw MISSING_DRIVES[found]();
  return answerDrive(call, found, call.sites.everAt(found));
}

export function getSiteDrive(call: GraphCall, name: string): GraphAnswer {
  checkOptions(call);
  const { position, site } = findSite(call, name);
  return answerDrive(call, position, site);
}

/** @throws GraphError 404 */
export function getDrive(call: GraphCall, id: string): GraphAnswer {
  checkOptions(call);
  const position = call.sites.positionOfWeb(webIdIn(id));
  const site = position === undefined ? undefined : call.sites.at(position);
  if (position === undefined || site === undefined || driveIdOf(site) !== id) throw driveNotFound();
  return answerDrive(call, position, site);
}

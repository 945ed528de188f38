/** Drives of personal sites, and of users. */
import { z } from 'zod';
import type { DirectorySite, SiteOwner } from '../../domain/directory.ts';
import { isLostAccess, ProvostError } from '../../domain/failures.ts';
import { codeOf, parseAnswer } from '../errors.ts';
import { optional } from '../graph-schemas.ts';
import type { MicrosoftAnswer } from '../transport.ts';
import { batchGet } from './batch.ts';
import type { At, GraphClient } from './client.ts';
import { query } from './links.ts';
import { isNotProvisioned, saysNoDrive } from './sharepoint-answers.ts';
import { siteSchema } from './site-page.ts';

/** Whose drive a site holds; null if it holds none. */
export type SiteDrive =
  | { readonly siteId: string; readonly owner: SiteOwner | null }
  | { readonly siteId: string; readonly failure: ProvostError };

/**
 * The personal site that holds a user's drive; null if there is none. `doubt`: Microsoft's error code, if it
 * does not find the drive without saying that there is none.
 */
export type UserDrive =
  | { readonly userId: string; readonly site: DirectorySite | null; readonly doubt?: string }
  | { readonly userId: string; readonly failure: ProvostError };

/** Longer than any id of a drive. */
const LONGEST_ID = 400;

const driveSchema = z.object({
  id: z.string().max(LONGEST_ID),
  owner: z
    .object({
      user: z
        .object({
          id: z.guid().toLowerCase().nullish().catch(null),
          displayName: z.string().nullish(),
          email: z.string().nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

const ownerOf = ({ id, owner }: z.infer<typeof driveSchema>): SiteOwner => ({
  driveId: id,
  userId: owner?.user?.id ?? null,
  displayName: optional(owner?.user?.displayName),
  principalName: optional(owner?.user?.email),
});

const userDriveSchema = driveSchema.extend({
  sharePointIds: z.object({ siteId: z.guid(), webId: z.guid(), siteUrl: z.string() }),
});

export function createDriveReads(client: GraphClient) {
  async function siteDrives({
    siteIds,
    ...at
  }: At & { siteIds: readonly string[] }): Promise<SiteDrive[]> {
    const select = query({ $select: 'id,webUrl,owner' });
    const paths = siteIds.map((id) => `/sites/${id}/drive${select}`);
    const results = await batchGet(client, at, paths);
    refuseLost(results);
    return results.map((result, index) => siteDriveOf(siteIds[index] ?? '', result));
  }

  async function userDrives({
    userIds,
    ...at
  }: At & { userIds: readonly string[] }): Promise<UserDrive[]> {
    const select = query({ $select: 'id,webUrl,owner,sharePointIds' });
    const paths = userIds.map((id) => `/users/${encodeURIComponent(id)}/drive${select}`);
    const results = await batchGet(client, at, paths);
    refuseLost(results);
    return results.map((result, index) => userDriveOf(userIds[index] ?? '', result));
  }

  return { siteDrives, userDrives };
}

function siteDriveOf(siteId: string, result: MicrosoftAnswer | ProvostError): SiteDrive {
  try {
    if (!(result instanceof ProvostError))
      return { siteId, owner: ownerOf(parseAnswer(driveSchema, result)) };
    return isNotProvisioned(result) ? { siteId, owner: null } : { siteId, failure: result };
  } catch (error) {
    if (error instanceof ProvostError) return { siteId, failure: error };
    throw error;
  }
}

function userDriveOf(userId: string, result: MicrosoftAnswer | ProvostError): UserDrive {
  if (result instanceof ProvostError) {
    if (!isNotProvisioned(result)) return { userId, failure: result };
    return { userId, site: null, ...(!saysNoDrive(result) && { doubt: codeOf(result) }) };
  }
  try {
    return { userId, site: personalSiteOf(userId, result) };
  } catch (error) {
    if (error instanceof ProvostError) return { userId, failure: error };
    throw error;
  }
}

/** @throws ProvostError `UnexpectedAnswer` for an invalid drive */
function personalSiteOf(userId: string, result: MicrosoftAnswer): DirectorySite {
  const drive = parseAnswer(userDriveSchema, result);
  const { siteId, webId, siteUrl } = drive.sharePointIds;
  const host = URL.canParse(siteUrl) ? new URL(siteUrl).hostname : '';
  const site = siteSchema.safeParse({ id: `${host},${siteId},${webId}`, webUrl: siteUrl });
  if (!site.success) throw new ProvostError('UnexpectedAnswer');
  // The user who was asked for, also if Microsoft names nobody.
  const owner = { ...ownerOf(drive), userId };
  return { ...site.data, title: owner.displayName, owner };
}

/** @throws ProvostError if the access is lost */
function refuseLost(results: readonly (MicrosoftAnswer | ProvostError)[]): void {
  const failures = results.filter((result) => result instanceof ProvostError);
  const lost = failures.find(({ type }) => isLostAccess(type));
  if (lost) throw lost;
}

/** Looking up sites to protect: by their address, or by words of their title. */
import { createRoute, z } from '@hono/zod-openapi';
import type { DirectorySite } from '../../domain/directory.ts';
import { ProvostError } from '../../domain/failures.ts';
import { MAX_FOUND } from '../../domain/limits.ts';
import { isSearchable, searchWords } from '../../domain/search-words.ts';
import { SERVICES } from '../../domain/services/services.ts';
import { parseSiteAddress } from '../../domain/site-address.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { accountPath, moreSchema, newRouter, responses } from '../openapi.ts';
import { openAccount, requireTenant } from './open-account.ts';
import { requireTarget } from './service-has.ts';

/** In characters. Microsoft's longest address of a site has 400. */
const MAX_URL = 2048;

const siteSchema = z
  .object({
    id: z.string(),
    url: z.string(),
    title: z.string().nullable(),
  })
  .openapi('Site');

const lookupRoute = createRoute({
  method: 'get',
  path: '/accounts/{service}/sites/lookup',
  summary: 'The site with exactly this address',
  request: {
    params: accountPath,
    query: z.object({ url: z.string().trim().min(1).max(MAX_URL) }),
  },
  responses: responses(200, siteSchema),
});

const searchRoute = createRoute({
  method: 'get',
  path: '/accounts/{service}/sites',
  summary: 'Sites whose title has words that begin with those of the search',
  description:
    'The search needs at least three letters or digits. Other signs in it are ignored. Personal sites are not found.',
  request: { params: accountPath, query: z.object({ search: z.string().trim().max(256) }) },
  responses: responses(
    200,
    z.object({ sites: z.array(siteSchema).max(MAX_FOUND), more: moreSchema }),
  ),
});

export function siteTargetRoutes({ gateway, graphs, sharePointDomain }: ApiDependencies) {
  return newRouter()
    .openapi(lookupRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      requireTarget(service, 'site');
      const url = addressOf(c.req.valid('query').url, sharePointDomain);
      const tenantId = requireTenant(await openAccount(gateway, service, organizationId));
      const site = await graphs[SERVICES[service].reads].siteByUrl({ tenantId, url });
      if (!site) throw new ProvostError('SiteNotFound');
      if (site.owner !== null) throw new ProvostError('SiteAddressPersonal');
      return c.json(shownSite(site), 200);
    })

    .openapi(searchRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      const { search } = c.req.valid('query');
      requireTarget(service, 'site');
      const words = searchWords(search);
      if (!isSearchable(words)) throw new ProvostError('SearchTooShort');
      const tenantId = requireTenant(await openAccount(gateway, service, organizationId));
      const found = await graphs[SERVICES[service].reads].searchSites({ tenantId, words });
      return c.json({ sites: found.sites.map(shownSite), more: found.more }, 200);
    });
}

/** @throws ProvostError with the reason why it is not the address of a site */
function addressOf(text: string, domain: string): string {
  const address = parseSiteAddress(text, domain);
  if ('refused' in address) throw new ProvostError(address.refused);
  return address.url;
}

const shownSite = ({ id, url, title }: DirectorySite) => ({ id, url, title });

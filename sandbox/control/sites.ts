/** Changes to a tenant's sites. Graph's delta of sites reports them immediately. */
import { Hono } from 'hono';
import type { Sites } from '../sites/sites.ts';
import { SiteAddressError } from '../sites/site-changes.ts';
import { requireContent, requireDirectory } from './control.ts';
import type { Control } from './control.ts';
import { ControlProblem, parse, parseBody } from './problems.ts';
import {
  addSiteSchema,
  changeSitesSchema,
  removeSitesSchema,
  restoreSitesSchema,
  selectionOf,
} from './schemas.ts';

function withProblems<T>(change: () => T): T {
  try {
    return change();
  } catch (error) {
    if (error instanceof SiteAddressError) throw new ControlProblem(400, error.message);
    throw error;
  }
}

function provision(control: Control, tenant: string, user: string): string {
  const position = requireDirectory(control, tenant).findUser(user);
  if (position === undefined) throw new ControlProblem(404, `There is no user ${user}.`);
  const id = requireContent(control, tenant).sites.provision(position);
  if (id === undefined) throw new ControlProblem(400, `${user} has a OneDrive already.`);
  return id;
}

/** `/tenants/{tenant}/sites`: add, change, remove and restore; `/users/{user}/onedrive`: provision. */
export function createSiteRoutes(control: Control): Hono {
  const sitesOf = (tenant: string): Sites => requireContent(control, tenant).sites;
  return new Hono()
    .post('/tenants/:tenant/sites', async (c) => {
      const sites = sitesOf(c.req.param('tenant'));
      const { count, ...site } = await parseBody(c, addSiteSchema);
      const added = withProblems(() => Array.from({ length: count }, () => sites.addSite(site)));
      return c.json({ added }, 201);
    })
    .patch('/tenants/:tenant/sites', async (c) => {
      const sites = sitesOf(c.req.param('tenant'));
      const { patch, ...selection } = await parseBody(c, changeSitesSchema);
      const changed = withProblems(() => sites.changeSites(selectionOf(selection), patch));
      return c.json({ changed });
    })
    .delete('/tenants/:tenant/sites', (c) => {
      const sites = sitesOf(c.req.param('tenant'));
      const { state, ...selection } = parse(removeSitesSchema, {
        ...c.req.query(),
        ids: c.req.queries('id'),
      });
      return c.json({ removed: sites.removeSites(selectionOf(selection), state) });
    })
    .post('/tenants/:tenant/sites/restore', async (c) => {
      const sites = sitesOf(c.req.param('tenant'));
      const { ids } = await parseBody(c, restoreSitesSchema);
      return c.json({ restored: sites.restoreSites(ids) });
    })
    .post('/tenants/:tenant/users/:user/onedrive', (c) => {
      const { tenant, user } = c.req.param();
      return c.json({ provisioned: provision(control, tenant, user) }, 201);
    });
}

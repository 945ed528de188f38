/** The sandbox's own control API, mounted at `/_sandbox`. Microsoft has no such API. */
import { Hono } from 'hono';
import { signInName } from '../entra/people.ts';
import type { Tenant } from '../model.ts';
import { requireTenant } from './control.ts';
import type { Control } from './control.ts';
import { createGrantRoutes } from './grants.ts';
import { createGroupRoutes } from './groups.ts';
import { rejectForeignPages } from './guard.ts';
import { parseBody, showProblem } from './problems.ts';
import { faultChangesSchema } from './schemas.ts';
import { createMailRoutes } from '../smtp/routes.ts';
import { createSiteRoutes } from './sites.ts';
import { createUserRoutes } from './users.ts';

const describeTenant = (tenant: Tenant) => ({
  ...tenant,
  operations: [...tenant.operations].toSorted(),
  people: tenant.people.map((person) => ({ ...person, signInName: signInName(person) })),
});

/** Responds with JSON; errors are problem details. Changes are saved to the state file, if there is one. */
export const createControlRoutes = (control: Control): Hono =>
  new Hono()
    .onError(showProblem)
    .use(rejectForeignPages(control.origin))
    .get('/tenants', (c) => c.json({ tenants: control.tenants.map(describeTenant) }))
    .get('/tenants/:tenant', (c) =>
      c.json(describeTenant(requireTenant(control, c.req.param('tenant')))),
    )
    .patch('/tenants/:tenant/faults', async (c) => {
      const tenant = requireTenant(control, c.req.param('tenant'));
      Object.assign(tenant.faults, await parseBody(c, faultChangesSchema));
      control.changed();
      return c.json(tenant.faults);
    })
    .post('/reset', (c) => {
      control.reset();
      return c.body(null, 204);
    })
    .route('/', createGrantRoutes(control))
    .route('/', createUserRoutes(control))
    .route('/', createGroupRoutes(control))
    .route('/', createSiteRoutes(control))
    .route('/', createMailRoutes(control.mails));

/** Changes to a tenant's groups and group members. */
import { Hono } from 'hono';
import { requireDirectory } from './control.ts';
import type { Control } from './control.ts';
import { parseBody } from './problems.ts';
import { groupSchema, memberSchema } from './schemas.ts';

/** `/tenants/{tenant}/groups` and `/tenants/{tenant}/groups/{group}/members`. */
export function createGroupRoutes(control: Control): Hono {
  const directoryOf = (tenant: string) => requireDirectory(control, tenant);
  return new Hono()
    .post('/tenants/:tenant/groups', async (c) => {
      const directory = directoryOf(c.req.param('tenant'));
      return c.json({ added: directory.addGroup(await parseBody(c, groupSchema)) }, 201);
    })
    .delete('/tenants/:tenant/groups/:group', (c) => {
      directoryOf(c.req.param('tenant')).removeGroup(c.req.param('group'));
      return c.body(null, 204);
    })
    .post('/tenants/:tenant/groups/:group/members', async (c) => {
      const directory = directoryOf(c.req.param('tenant'));
      const { id } = await parseBody(c, memberSchema);
      return c.json({ added: directory.addMember(c.req.param('group'), id) });
    })
    .delete('/tenants/:tenant/groups/:group/members/:member', (c) => {
      const directory = directoryOf(c.req.param('tenant'));
      const removed = directory.removeMember(c.req.param('group'), c.req.param('member'));
      return c.json({ removed });
    });
}

/** Changes of a tenant's directory, seen by Graph and its delta queries at once. */
import { Hono } from 'hono';
import { findDirectory } from './control.ts';
import type { Control } from './control.ts';
import { parse, parseBody } from './problems.ts';
import {
  addUsersSchema,
  changeUsersSchema,
  memberSchema,
  selectionOf,
  userQuerySchema,
} from './schemas.ts';

/** `/tenants/{tenant}/users` and `/tenants/{tenant}/groups/{group}/members`. */
export function createUserRoutes(control: Control): Hono {
  const directoryOf = (tenant: string) => findDirectory(control, tenant);
  return new Hono()
    .post('/tenants/:tenant/users', async (c) => {
      const directory = directoryOf(c.req.param('tenant'));
      const { count } = await parseBody(c, addUsersSchema);
      return c.json({ added: directory.addUsers(count) }, 201);
    })
    .patch('/tenants/:tenant/users', async (c) => {
      const directory = directoryOf(c.req.param('tenant'));
      const { patch, ...selection } = await parseBody(c, changeUsersSchema);
      return c.json({ changed: directory.changeUsers(selectionOf(selection), patch) });
    })
    .delete('/tenants/:tenant/users', (c) => {
      const directory = directoryOf(c.req.param('tenant'));
      const query = { count: c.req.query('count'), ids: c.req.queries('id') };
      const selection = parse(userQuerySchema, query);
      return c.json({ removed: directory.removeUsers(selectionOf(selection)) });
    })
    .post('/tenants/:tenant/groups/:group/members', async (c) => {
      const directory = directoryOf(c.req.param('tenant'));
      const { userId } = await parseBody(c, memberSchema);
      directory.addMember(c.req.param('group'), userId);
      return c.body(null, 204);
    })
    .delete('/tenants/:tenant/groups/:group/members/:user', (c) => {
      const directory = directoryOf(c.req.param('tenant'));
      directory.removeMember(c.req.param('group'), c.req.param('user'));
      return c.body(null, 204);
    });
}

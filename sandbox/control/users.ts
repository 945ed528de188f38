/** Changes to a tenant's users. Graph and its delta queries return them immediately. */
import { Hono } from 'hono';
import { requireDirectory } from './control.ts';
import type { Control } from './control.ts';
import { parse, parseBody } from './problems.ts';
import {
  addUsersSchema,
  changeUsersSchema,
  removeUsersSchema,
  restoreUsersSchema,
  selectionOf,
} from './schemas.ts';

/** `/tenants/{tenant}/users`: add, change, remove and restore. Responds with the user ids. */
export function createUserRoutes(control: Control): Hono {
  const directoryOf = (tenant: string) => requireDirectory(control, tenant);
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
      const { permanently, ...selection } = parse(removeUsersSchema, {
        ...c.req.query(),
        ids: c.req.queries('id'),
      });
      const removal = permanently ? 'deleted' : 'changed';
      return c.json({ removed: directory.removeUsers(selectionOf(selection), removal) });
    })
    .post('/tenants/:tenant/users/restore', async (c) => {
      const directory = directoryOf(c.req.param('tenant'));
      const { ids } = await parseBody(c, restoreUsersSchema);
      return c.json({ restored: directory.restoreUsers(ids) });
    });
}

/** Grants without a consent screen, and their revocation. */
import { Hono } from 'hono';
import { findRole } from '../entra/permissions.ts';
import type { RequiredRole } from '../entra/permissions.ts';
import { requireTenant } from './control.ts';
import type { Control } from './control.ts';
import { ControlProblem, parse, parseBody } from './problems.ts';
import { grantRequestSchema, revocationSchema } from './schemas.ts';

const requireRole = (value: string): RequiredRole => {
  const role = findRole(value);
  if (!role) throw new ControlProblem(400, `No API in the sandbox publishes the role ${value}.`);
  return role;
};

const requireRegistration = ({ registrations }: Control, clientId: string): void => {
  if (!registrations.some((registration) => registration.clientId === clientId))
    throw new ControlProblem(400, `No application with the client id ${clientId} is registered.`);
};

/** `POST` and `DELETE /tenants/{tenant}/grants`. */
export const createGrantRoutes = (control: Control): Hono =>
  new Hono()
    .post('/tenants/:tenant/grants', async (c) => {
      const tenant = requireTenant(control, c.req.param('tenant'));
      const { clientId, roles } = await parseBody(c, grantRequestSchema);
      requireRegistration(control, clientId);
      for (const role of roles.map(requireRole)) control.ledger.grant(tenant, clientId, role);
      return c.json({ grants: tenant.grants }, 201);
    })
    .delete('/tenants/:tenant/grants', (c) => {
      const tenant = requireTenant(control, c.req.param('tenant'));
      const { revokeTokens, ...filter } = parse(revocationSchema, c.req.query());
      if (filter.role !== undefined) requireRole(filter.role);
      return c.json({ revoked: control.ledger.revoke(tenant, filter, revokeTokens) });
    });

/** Stores service principals, granted roles and revoked tokens per tenant and application. */
import type { AppRegistration, Grant, ResourceApi, Tenant } from '../model.ts';
import { findRole, requiredRoles } from './permissions.ts';
import type { RequiredRole } from './permissions.ts';

export interface GrantFilter {
  readonly clientId?: string;
  /** An app role value. */
  readonly role?: string;
}

/** The part of the ledger that is saved to the state file. Grants are saved with their tenants. */
export interface LedgerRecord {
  /** Client ids by tenant id. */
  readonly servicePrincipals: Record<string, string[]>;
  /** By `tenantId/clientId`: tokens with this `iat` (seconds) or an earlier one are rejected. */
  readonly revokedThrough: Record<string, number>;
}

export interface Ledger {
  readonly record: LedgerRecord;
  hasServicePrincipal(tenant: Tenant, clientId: string): boolean;
  addServicePrincipal(tenant: Tenant, clientId: string): void;
  /** Tenant-wide consent: replaces the application's grants with the roles that its registration requires. */
  consent(tenant: Tenant, registration: AppRegistration): void;
  /** Grants one role without a consent screen, visible immediately. */
  grant(tenant: Tenant, clientId: string, role: RequiredRole): void;
  /** Revokes the matching grants and returns their number. Issued tokens keep working unless `revokeTokens`. */
  revoke(tenant: Tenant, filter: GrantFilter, revokeTokens: boolean): number;
  /** The role values that a token issued now for the API contains. */
  visibleRoles(tenant: Tenant, clientId: string, api: ResourceApi): string[];
  revokedThrough(tenantId: string, clientId: string): number;
  /** Clears service principals and revocations. Grants stay with their tenants. */
  reset(): void;
}

const sameRole = (grant: Grant, clientId: string, { api, role }: RequiredRole): boolean =>
  grant.clientId === clientId && grant.resourceAppId === api.appId && grant.appRoleId === role.id;

const matches = (grant: Grant, { clientId, role }: GrantFilter): boolean =>
  (clientId === undefined || grant.clientId === clientId) &&
  (role === undefined || findRole(role)?.role.id === grant.appRoleId);

/** The grants after a consent. Existing roles stay visible; new ones appear after the propagation delay. */
const consented = (tenant: Tenant, registration: AppRegistration): Grant[] => {
  const { consentPropagationMs, withholdRoles } = tenant.faults;
  const visibleAt = Date.now() + consentPropagationMs;
  return requiredRoles(registration)
    .filter(({ role }) => !withholdRoles.includes(role.value))
    .map(
      (required) =>
        tenant.grants.find((grant) => sameRole(grant, registration.clientId, required)) ?? {
          clientId: registration.clientId,
          resourceAppId: required.api.appId,
          appRoleId: required.role.id,
          visibleAt,
        },
    );
};

/**
 * Creates a ledger over the given record and mutates it. Calls `changed` after every change.
 * @param issuedAt the `iat` (seconds) of a token issued now
 */
export function createLedger(
  record: LedgerRecord,
  changed: () => void,
  issuedAt: () => number,
): Ledger {
  const principals = (tenant: Tenant): string[] => record.servicePrincipals[tenant.id] ?? [];

  const install = (tenant: Tenant, clientId: string): void => {
    if (!principals(tenant).includes(clientId))
      record.servicePrincipals[tenant.id] = [...principals(tenant), clientId];
  };

  const replaceGrants = (tenant: Tenant, clientId: string, grants: readonly Grant[]): void => {
    install(tenant, clientId);
    tenant.grants = [...tenant.grants.filter((grant) => grant.clientId !== clientId), ...grants];
    changed();
  };

  return {
    record,
    hasServicePrincipal: (tenant, clientId) => principals(tenant).includes(clientId),
    addServicePrincipal(tenant, clientId) {
      if (principals(tenant).includes(clientId)) return;
      install(tenant, clientId);
      changed();
    },
    consent(tenant, registration) {
      replaceGrants(tenant, registration.clientId, consented(tenant, registration));
    },
    grant(tenant, clientId, required) {
      const others = tenant.grants.filter(
        (grant) => grant.clientId === clientId && !sameRole(grant, clientId, required),
      );
      const { api, role } = required;
      const added = {
        clientId,
        resourceAppId: api.appId,
        appRoleId: role.id,
        visibleAt: Date.now(),
      };
      replaceGrants(tenant, clientId, [...others, added]);
    },
    revoke(tenant, filter, revokeTokens) {
      const revoked = tenant.grants.filter((grant) => matches(grant, filter));
      tenant.grants = tenant.grants.filter((grant) => !revoked.includes(grant));
      if (revokeTokens)
        for (const { clientId } of revoked)
          record.revokedThrough[`${tenant.id}/${clientId}`] = issuedAt();
      changed();
      return revoked.length;
    },
    visibleRoles(tenant, clientId, api) {
      const visible = tenant.grants.filter((grant) => grant.visibleAt <= Date.now());
      return api.appRoles
        .filter((role) => visible.some((grant) => sameRole(grant, clientId, { api, role })))
        .map(({ value }) => value);
    },
    revokedThrough: (tenantId, clientId) => record.revokedThrough[`${tenantId}/${clientId}`] ?? 0,
    reset() {
      for (const tenantId of Object.keys(record.servicePrincipals))
        delete record.servicePrincipals[tenantId];
      for (const key of Object.keys(record.revokedThrough)) delete record.revokedThrough[key];
      changed();
    },
  };
}

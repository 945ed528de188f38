import { createAccessControl } from 'better-auth/plugins/access';
import { defaultStatements, memberAc, ownerAc } from 'better-auth/plugins/organization/access';

/** A console user's roles in an organization: administrators can do everything, viewers can only read. */
export const ROLES = ['administrator', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export const accessControl = createAccessControl(defaultStatements);

export const organizationRoles = {
  administrator: accessControl.newRole(ownerAc.statements),
  viewer: accessControl.newRole(memberAc.statements),
} satisfies Record<Role, unknown>;

import { createAccessControl } from 'better-auth/plugins/access';
import { defaultStatements, memberAc, ownerAc } from 'better-auth/plugins/organization/access';

/** What a console user may be in an organization: an administrator does everything, a viewer reads. */
export const ROLES = ['administrator', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export const accessControl = createAccessControl(defaultStatements);

export const organizationRoles = {
  administrator: accessControl.newRole(ownerAc.statements),
  viewer: accessControl.newRole(memberAc.statements),
} satisfies Record<Role, unknown>;

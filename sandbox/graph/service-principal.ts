import type { AppRole } from '../model.ts';

export interface AppRoleAssignment {
  readonly id: string;
  readonly appRoleId: string;
  readonly resourceId: string;
  readonly resourceDisplayName: string;
}

export interface ServicePrincipal {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  /** Whether Entra issues tokens to it. */
  readonly accountEnabled: boolean;
  /** The roles that it publishes. */
  readonly appRoles: readonly AppRole[];
  /** The roles that it was granted. */
  readonly assignments: readonly AppRoleAssignment[];
}

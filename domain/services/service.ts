/** What a service is. Each file beside this one describes one, and nothing else has to know its name. */

/** An application permission (app role) that a consent requests. */
export interface Permission {
  readonly value: string;
  readonly appRoleId: string;
  readonly why: string;
}

/**
 * How a grant is proven beside the roles in a token: by trying a mailbox through Exchange Web
 * Services, by reading the directory, or by reading the list of sites.
 */
export type Proof = 'mailbox' | 'directory' | 'sites';

/**
 * What may keep a granted permission from working, and is no failure: Exchange Web Services are switched
 * off in the tenant, or the tenant has no SharePoint license.
 */
export type Obstacle = 'ewsBlocked' | 'unlicensed';

/** One consent of a Global Administrator, to one application registration of ours. */
export interface Consent {
  readonly resourceName: string;
  readonly resourceAppId: string;
  /** The step is proven only with all of these roles. */
  readonly permissions: readonly Permission[];
  readonly provenBy: Proof;
  readonly obstacles: readonly Obstacle[];
  /** ISO 8601: from then on nothing needs this consent, and it is not asked for. */
  readonly endsAt?: string;
}

export interface ServiceDefinition {
  readonly id: string;
  readonly name: string;
  readonly workflowType: string;
  /** In the order in which they are asked for. */
  readonly consents: Readonly<Record<string, Consent>>;
  /** The consent whose token reads what is copied. */
  readonly reads: string;
  /** What our copy consists of. */
  readonly copies: 'usersAndGroups' | 'sites' | 'drives';
  /** What a person selects. */
  readonly target: 'user' | 'site';
}

/** Microsoft Graph, as the resource of a consent. */
export const MICROSOFT_GRAPH = {
  resourceName: 'Microsoft Graph',
  resourceAppId: '00000003-0000-0000-c000-000000000000',
} as const;

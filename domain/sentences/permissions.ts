/** Permissions as the texts know them: the same permission has another reason in another consent. */
import { type ConsentKind, CONSENTS } from '../consents.ts';

type ValueOf<K extends ConsentKind> = (typeof CONSENTS)[K]['permissions'][number]['value'];

/** Names a permission and its consent, as in `graph.User.Read.All`. */
export type PermissionKey = { [K in ConsentKind]: `${K}.${ValueOf<K>}` }[ConsentKind];

/** The permissions that a consent requests, in the order of `CONSENTS`. */
export const permissionsOf = (
  kind: ConsentKind,
): readonly { readonly value: string; readonly why: string; readonly key: PermissionKey }[] =>
  CONSENTS[kind].permissions.map(({ value, why }) => ({
    value,
    why,
    key: `${kind}.${value}` as PermissionKey,
  }));

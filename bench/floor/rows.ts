/** Directory objects as rows in PostgreSQL's text format for COPY. */
import type { GraphItem } from './graph.ts';

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};

const text = (value: string): string =>
  SPECIAL.test(value)
    ? value.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? '')
    : value;

const optional = (value: string | null | undefined): string =>
  value === null || value === undefined ? '\\N' : text(value);

const element = (value: string) =>
  `"${/["\\]/.test(value) ? value.replaceAll(/["\\]/g, String.raw`\$&`) : value}"`;

const list = (values: readonly string[] | null) =>
  values === null || values.length === 0 ? '{}' : text(`{${values.map(element).join(',')}}`);

const boolean = (value: boolean) => (value ? 't' : 'f');

/** Converts a user like `microsoft/graph-schemas.ts`. */
export function userRow(user: GraphItem): string {
  let mailbox = false;
  for (const { service, capabilityStatus } of user.assignedPlans ?? []) {
    if (service === 'exchange' && capabilityStatus === 'Enabled') mailbox = true;
  }
  return `${user.id}\t${text(user.userPrincipalName)}\t${optional(user.displayName)}\t${optional(user.mail)}\t${boolean(user.accountEnabled === true)}\t${boolean(user.userType === 'Guest')}\t${boolean(mailbox)}\t${list(user.proxyAddresses)}\n`;
}

export function groupRow({ id, displayName, mail }: GraphItem): string {
  return `${id}\t${optional(displayName)}\t${optional(mail)}\n`;
}

/** Null for a member that is neither a user nor a group. */
export function membershipRow(groupId: string, member: GraphItem): string | null {
  if (member['@odata.type'] === '#microsoft.graph.user') return `${groupId}\t${member.id}\tuser\n`;
  if (member['@odata.type'] === '#microsoft.graph.group')
    return `${groupId}\t${member.id}\tgroup\n`;
  return null;
}

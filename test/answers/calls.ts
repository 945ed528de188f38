/** Every kind of call that the product makes to Entra, Exchange and the directory. */
import { z } from 'zod';
import type { ScenarioName } from './scenarios.ts';

export interface Call<Scenario extends string> {
  readonly name: string;
  /** What makes the call. */
  readonly scenario: Scenario;
  /** The requests of this kind, or the items of a batch. */
  readonly path?: RegExp;
  readonly item?: RegExp;
  /** Whether it asks Entra. All others share tokens. */
  readonly entra?: true;
  /** Changes right answers, so that the product makes the call. */
  readonly rewrite?: (url: string, answer: Buffer) => Buffer;
}

export type DirectoryCall = Call<ScenarioName>;

export const pageSchema = z.looseObject({ value: z.array(z.looseObject({ id: z.string() })) });

/** Graph may report only the properties that changed; the product then asks for the user by id. */
function withPartialUsers(url: string, answer: Buffer): Buffer {
  if (!/\/users\/delta\?/.test(url) || url.includes('latest')) return answer;
  const page = pageSchema.safeParse(JSON.parse(answer.toString()));
  if (!page.success) return answer;
  const partial = PARTIAL.map((id) => ({ id, displayName: 'Changed' }));
  return Buffer.from(JSON.stringify({ ...page.data, value: [...page.data.value, ...partial] }));
}

/** Users that every change names; filled in by the scenarios. */
export const PARTIAL: string[] = [];

export const CALLS: readonly DirectoryCall[] = [
  {
    name: 'token for Exchange',
    scenario: 'verifyExchange',
    path: /\/oauth2\/v2\.0\/token/,
    entra: true,
  },
  { name: 'EWS operation', scenario: 'verifyExchange', path: /\/EWS\// },
  { name: 'token for Graph', scenario: 'synchronize', path: /\/oauth2\/v2\.0\/token/, entra: true },
  { name: 'first read of Graph', scenario: 'verifyGraph', path: /\/users\?\$top=1&/ },
  { name: 'organization', scenario: 'verifyGraph', path: /\/organization/ },
  { name: 'count of users', scenario: 'synchronize', path: /\/users\/\$count/ },
  { name: 'count of groups', scenario: 'synchronize', path: /\/groups\/\$count/ },
  { name: 'list of users', scenario: 'synchronize', path: /\/users\?\$top=999/ },
  { name: 'list of groups', scenario: 'synchronize', path: /\/groups\?\$top=999/ },
  { name: 'next page of users', scenario: 'synchronize', path: /\/users\?\$top=999.*skiptoken/ },
  { name: 'next page of groups', scenario: 'synchronize', path: /\/groups\?\$top=999.*skiptoken/ },
  { name: 'list of users, later', scenario: 'readAgain', path: /\/users\?\$top=999/ },
  { name: 'list of groups, later', scenario: 'readAgain', path: /\/groups\?\$top=999/ },
  { name: 'members of a group, later', scenario: 'readAgain', item: /^\/groups\/[^/]+\/members/ },
  { name: 'new delta token, users', scenario: 'synchronize', path: /\/users\/delta\?.*latest/ },
  { name: 'new delta token, groups', scenario: 'synchronize', path: /\/groups\/delta\?.*latest/ },
  { name: 'changes of users', scenario: 'follow', path: /\/users\/delta\?(?!.*latest)/ },
  { name: 'changes of groups', scenario: 'follow', path: /\/groups\/delta\?(?!.*latest)/ },
  { name: 'batch', scenario: 'synchronize', path: /\/\$batch/ },
  { name: 'members of a group', scenario: 'synchronize', item: /^\/groups\/[^/]+\/members/ },
  {
    name: 'changed user',
    scenario: 'follow',
    item: /^\/users\/[0-9a-f-]{36}\?/,
    rewrite: withPartialUsers,
  },
  { name: 'selected users', scenario: 'targets', item: /^\/users\?.*id%20in/ },
  { name: 'purpose of a mailbox', scenario: 'classify', item: /\/mailboxSettings/ },
  { name: 'users to try', scenario: 'quarantine', path: /\/users\?\$top=100&/ },
  { name: 'mail folders', scenario: 'quarantine', path: /\/mailFolders\?/ },
  { name: 'messages', scenario: 'quarantine', path: /\/messages/ },
  { name: 'user by name', scenario: 'findUser', path: /\/users\/[^?]+%40/ },
  { name: 'user by address', scenario: 'findAddress', path: /\/users\?.*filter=mail/ },
  { name: 'groups by name', scenario: 'findGroups', path: /\/groups\?\$filter/ },
  { name: 'code of a sign-in', scenario: 'signIn', path: /\/oauth2\/v2\.0\/token/, entra: true },
  { name: 'signing keys', scenario: 'signIn', path: /\/discovery\/v2\.0\/keys/, entra: true },
  { name: 'users of a group', scenario: 'listGroup', path: /transitiveMembers/ },
];

import { describe, expect, test } from 'vitest';
import { createDirectory } from './directory.ts';
import type { DirectoryOptions } from './directory.ts';
import { UnknownObjectError } from './directory-changes.ts';

const PERSON = {
  objectId: '1b7e02d4-6c9f-4a38-b5e1-70d2f8a4c631',
  userPrincipalName: 'admin@contoso.example',
  displayName: 'Ada Lindqvist',
  password: 'secret',
  directoryRoles: [],
};
const GUEST = {
  objectId: '60cd57c9-b1e4-4f8d-8ad6-c5c7edf9b186',
  userPrincipalName: 'consultant_fabrikam.example#EXT#@contoso.example',
  displayName: 'Farah Haddad',
  password: 'secret',
  directoryRoles: [],
  homeTenantId: '9d4e6c1a-83b7-4f25-a0d9-5e7c12b8f346',
};

const directoryOf = (options: Partial<DirectoryOptions> = {}) =>
  createDirectory({
    seed: 1,
    users: 1000,
    domain: 'contoso.example',
    tenantId: '7c3f1d2e-5a84-4b96-8e07-c1d9b2a6f053',
    people: [PERSON, GUEST],
    ...options,
  });

const allOf = <T>({ end, at }: { end: number; at(position: number): T | undefined }): T[] =>
  Array.from({ length: end }, (_, position) => at(position)).filter((item) => item !== undefined);

const UPN_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789'.-_!#^~";

describe('a directory of 1,000 users', () => {
  test('is the same for the same seed and different for another seed', () => {
    const contents = (options?: Partial<DirectoryOptions>) => {
      const directory = directoryOf(options);
      const members = Array.from({ length: directory.groups.end }, (_, group) =>
        allOf(directory.members(group)),
      );
      return JSON.stringify([allOf(directory.users), allOf(directory.groups), members]);
    };
    expect(contents()).toBe(contents());
    expect(contents({ seed: 2 })).not.toBe(contents());
  });

  test('includes people in its users and finds them by id and name', () => {
    const { users, findUser } = directoryOf();
    expect(users.count).toBe(1000);
    expect(allOf(users)).toHaveLength(1000);
    const position = findUser('ADMIN@contoso.example') ?? -1;
    expect(users.at(position)?.id).toBe(PERSON.objectId);
    expect(findUser(PERSON.objectId.toUpperCase())).toBe(position);
    expect(directoryOf({ users: 1 }).users.count).toBe(2);
  });

  test('has unique ids, principal names and addresses, sorted by name', () => {
    const users = allOf(directoryOf({ users: 20_000 }).users);
    expect(new Set(users.map(({ id }) => id)).size).toBe(20_000);
    const names = users.map(({ userPrincipalName }) => userPrincipalName.toLowerCase());
    expect(new Set(names).size).toBe(20_000);
    const generated = names.slice(0, -2);
    expect(generated).toEqual(generated.toSorted());
    const addresses = users.flatMap(({ proxyAddresses }) => proxyAddresses);
    expect(new Set(addresses.map((address) => address.toLowerCase())).size).toBe(addresses.length);
  });

  test.each([
    ['a guest', /#EXT#@/],
    ['an apostrophe', /o'brien/],
    ['a name that begins with a digit', /^\d/],
    ['a name that begins with an underscore', /^_/],
    ['a name that begins with an apostrophe', /^'/],
    ['a name that begins with a hash', /^#/],
    ['capital letters', /^[A-Z]/],
  ])('has %s among its principal names', (_, pattern) => {
    expect(allOf(directoryOf().users).map((user) => user.userPrincipalName)).toContainEqual(
      expect.stringMatching(pattern),
    );
  });

  test.each([
    ['markup', /<img src=x onerror=/],
    ['bidirectional controls', /\u202E.*\u202C/],
    ['Chinese', /\p{Script=Han}/u],
    ['Arabic', /\p{Script=Arabic}/u],
    ['Cyrillic', /\p{Script=Cyrillic}/u],
    ['accents', /[éçöÅ]/],
  ])('has %s in a display name', (_, pattern) => {
    expect(allOf(directoryOf().users).map((user) => user.displayName)).toContainEqual(
      expect.stringMatching(pattern),
    );
  });

  test('has mailboxes of every purpose, and users without a mailbox', () => {
    const users = allOf(directoryOf().users);
    const purposes = new Set(users.map(({ mailbox }) => mailbox));
    expect(purposes).toEqual(new Set(['user', 'shared', 'room', 'equipment', null]));
    for (const user of users.filter(({ mailbox }) => mailbox === 'shared')) {
      expect(user.accountEnabled).toBe(false);
    }
    expect(users.some(({ mail }) => mail === null)).toBe(true);
    expect(users.some(({ accountEnabled, mailbox }) => !accountEnabled && mailbox === 'user')).toBe(
      true,
    );
  });

  test('has a large group, an empty group and a circle, without duplicate members', () => {
    const { members, groups } = directoryOf();
    expect(groups.count).toBe(20);
    expect(members(0).end).toBe(1000);
    expect(members(1).end).toBe(0);
    expect([2, 3, 4].map((group) => members(group).groups())).toEqual([[3], [4], [2]]);
    const memberships = Array.from({ length: 20 }, (_, group) => allOf(members(group)));
    expect(memberships.flat().filter(({ kind }) => kind === 'user')).toHaveLength(3000);
    for (const [group, list] of memberships.entries()) {
      expect(new Set(list.map(({ kind, position }) => `${kind}${position}`)).size).toBe(
        list.length,
      );
      expect(list.every((member) => members(group).has(member))).toBe(true);
    }
    expect(members(5).has({ kind: 'user', position: 1 })).toBe(
      allOf(members(5)).some(({ kind, position }) => kind === 'user' && position === 1),
    );
  });
});

describe('a directory of 1,000,000 users', () => {
  const directory = directoryOf({ users: 1_000_000 });
  const spots = [0, 1, 17, 4_711, 499_999, 777_777, 999_996, 999_997];

  test.each(spots)('converts user %i to its id and name and back', (position) => {
    const user = directory.users.at(position);
    expect(user?.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(directory.users.positionOf(user?.id ?? '')).toBe(position);
    expect(directory.findUser(user?.userPrincipalName.toUpperCase() ?? '')).toBe(position);
  });

  test('is partitioned by the first characters of names, without gaps or overlaps', () => {
    const shards = UPN_CHARACTERS.split('').map((prefix) => directory.userRanges(prefix)[0]);
    const sorted = shards.flatMap((shard) => (shard && shard.end > shard.start ? [shard] : []));
    sorted.sort((one, other) => one.start - other.start);
    expect(sorted.reduce((sum, { start, end }) => sum + end - start, 0)).toBe(999_998);
    for (const [index, { end }] of sorted.slice(0, -1).entries())
      expect(sorted[index + 1]?.start).toBe(end);
  });

  test('returns exactly the users with a prefix', () => {
    const [range = { start: 0, end: 0 }] = directory.userRanges("anna.o'b");
    const names = Array.from({ length: range.end - range.start + 2 }, (_, index) =>
      directory.users.at(range.start - 1 + index)?.userPrincipalName.toLowerCase(),
    );
    expect(names.length).toBeGreaterThan(3);
    expect(names.slice(1, -1).every((name) => name?.startsWith("anna.o'b"))).toBe(true);
    expect([names[0], names.at(-1)].some((name) => name?.startsWith("anna.o'b"))).toBe(false);
  });

  test('has 10,000 groups, the largest with 50,000 users', () => {
    expect(directory.groups.count).toBe(10_000);
    expect(directory.members(0).end).toBe(50_000);
  });

  test('does not find made-up ids and names', () => {
    const altered = (id: string) => id.slice(0, -1) + (id.endsWith('0') ? '1' : '0');
    const { users, groups } = directory;
    expect(users.positionOf(altered(users.idAt(5)))).toBeUndefined();
    expect(groups.positionOf(altered(groups.idAt(5)))).toBeUndefined();
    expect(groups.positionOf(groups.idAt(5))).toBe(5);
    expect(directory.findUser('nobody.at.all@contoso.example')).toBeUndefined();
  });
});

describe('changes', () => {
  test('added users are found by id, name and position', () => {
    const directory = directoryOf();
    const ids = directory.addUsers(3);
    expect(directory.users.count).toBe(1003);
    for (const [index, id] of ids.entries()) {
      const user = directory.users.at(1000 + index);
      expect(user?.id).toBe(id);
      expect(directory.findUser(user?.userPrincipalName ?? '')).toBe(1000 + index);
    }
    expect(directory.changes.length).toBe(3);
  });

  test('a changed address is found, and the old one no longer has a mailbox', () => {
    const directory = directoryOf();
    const [id = ''] = directory.changeUsers(1, { mail: 'new.name@contoso.example' });
    const position = directory.users.positionOf(id) ?? -1;
    expect(directory.users.at(position)?.proxyAddresses).toEqual(['SMTP:new.name@contoso.example']);
    expect(directory.addressCandidates('new.name@contoso.example')).toContain(position);
  });

  test('removed users are missing until they are restored; people are never picked', () => {
    const directory = directoryOf();
    const removed = directory.removeUsers(998);
    expect(directory.users.count).toBe(2);
    expect(directory.removeUsers(1)).toEqual([]);
    expect(allOf(directory.members(0))).toHaveLength(2);
    expect(new Set(directory.restoreUsers()).size).toBe(removed.length);
    expect(directory.users.count).toBe(1000);
  });

  test('permanently deleted users are not restored', () => {
    const directory = directoryOf();
    const [id = ''] = directory.removeUsers(1, 'deleted');
    expect(directory.restoreUsers([id])).toEqual([]);
    expect(directory.users.count).toBe(999);
  });

  test('members join and leave', () => {
    const directory = directoryOf();
    const empty = directory.groups.idAt(1);
    expect(directory.addMember(empty, PERSON.objectId)).toBe(true);
    expect(directory.addMember(empty, PERSON.objectId)).toBe(false);
    expect(allOf(directory.members(1))).toEqual([{ kind: 'user', position: 998 }]);
    expect(directory.removeMember(empty, PERSON.objectId)).toBe(true);
    expect(directory.removeMember(empty, PERSON.objectId)).toBe(false);
    const large = directory.groups.idAt(0);
    expect(directory.removeMember(large, PERSON.objectId)).toBe(true);
    expect(allOf(directory.members(0))).toHaveLength(999);
    expect(directory.addMember(large, PERSON.objectId)).toBe(true);
    expect(allOf(directory.members(0))).toHaveLength(1000);
    expect(directory.changes.length).toBe(4);
  });

  test('groups are added, changed and removed', () => {
    const directory = directoryOf();
    const id = directory.addGroup({ displayName: 'Task Force' });
    expect(directory.groups.at(directory.groups.positionOf(id) ?? -1)?.displayName).toBe(
      'Task Force',
    );
    directory.removeGroup(id);
    expect(directory.groups.count).toBe(20);
    expect(() => directory.removeGroup(id)).toThrow(UnknownObjectError);
  });

  test('different histories have different fingerprints', () => {
    const [one, other] = [directoryOf(), directoryOf()];
    const fingerprints = () => [one, other].map(({ changes }) => changes.fingerprintAt(1));
    one.changeUsers([PERSON.objectId], { accountEnabled: false });
    other.changeUsers([GUEST.objectId], { accountEnabled: false });
    expect(fingerprints()[0]).not.toBe(fingerprints()[1]);
    expect(one.changes.fingerprintAt(0)).toBe(other.changes.fingerprintAt(0));
    expect(one.changes.fingerprintAt(2)).toBeUndefined();
  });
});

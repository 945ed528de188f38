import { expect, test } from 'vitest';
import { CONSENT_KINDS } from '../consents.ts';
import { sentences as english } from './en.ts';
import { sentences as spanish } from './es.ts';
import { permissionsOf } from './permissions.ts';

test('every permission of every consent has its reason in both languages', () => {
  const keys = CONSENT_KINDS.flatMap(permissionsOf).map(({ key }) => key);
  expect(Object.keys(english.permissions)).toEqual(keys);
  expect(Object.keys(spanish.permissions).toSorted()).toEqual(keys.toSorted());
});

test('the same permission has another reason in another consent', () => {
  for (const { permissions } of [english, spanish]) {
    expect(permissions['graph.User.Read.All']).not.toBe(permissions['onedrive.User.Read.All']);
    expect(permissions['sharepoint.Sites.Read.All']).not.toBe(
      permissions['onedrive.Sites.Read.All'],
    );
  }
});

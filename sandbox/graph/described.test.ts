/**
 * Compares the sandbox with Microsoft's own description of Graph: an extract of the public
 * metadata and permissions, which is not part of this repository. GRAPH_DESCRIPTION names its folder.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { GRAPH_ROLES } from '../app-roles.ts';
import { idsSchema } from './by-ids.ts';
import { destinationSchema } from './mail/messages.ts';
import { OPERATIONS } from './operations.ts';
import { PERMISSIONS } from './permissions.ts';
import { TYPES } from './types.ts';

const folder = process.env['GRAPH_DESCRIPTION'] ?? '../shared/data';
const isHere = existsSync(join(folder, 'graph-v1.0-types.json'));
if (!isHere)
  process.stderr.write(
    `Microsoft's description of Graph is not in ${folder}, so the sandbox is not compared with it. GRAPH_DESCRIPTION names its folder.\n`,
  );

const parameters = z.record(z.string(), z.string());
const typeSchema = z.object({
  base: z.string().nullable(),
  properties: z.record(z.string(), z.string()),
  operations: z.record(z.string(), z.array(z.object({ kind: z.string(), parameters }))),
});
const wordsSchema = z.object({ displayName: z.string(), description: z.string() });
const permissionsSchema = z.object({
  permissions: z.record(
    z.string(),
    z.object({ appRoleId: z.string(), en: wordsSchema.optional(), es: wordsSchema.optional() }),
  ),
  paths: z.record(
    z.string(),
    z.object({ least: z.array(z.string()), others: z.array(z.string()) }),
  ),
});

function read<S extends z.ZodType>(schema: S, name: string): z.infer<S> {
  return schema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

/** Paths that Microsoft's list of permissions leaves out. They ask for the same as what they belong to. */
const NOT_LISTED = [
  'get /users/$count',
  'get /groups/$count',
  'get /groups/{id}/members/$count',
  'get /groups/{id}/members/microsoft.graph.user/$count',
  'get /groups/{id}/transitivemembers/$count',
  'get /groups/{id}/transitivemembers/microsoft.graph.user/$count',
  'get /groups/{id}/members/microsoft.graph.user',
  'get /groups/{id}/transitivemembers/microsoft.graph.user',
  'get /users/{id}/messages/{id}/$value',
  // The path of its next links, as Microsoft's documents show it.
  'get /sites/onedrive.getallsites',
];

describe.skipIf(!isHere)('the sandbox is held against Microsoft’s description:', () => {
  const types = isHere ? read(z.record(z.string(), typeSchema), 'graph-v1.0-types.json') : {};
  const described = isHere ? read(permissionsSchema, 'graph-permissions.json') : null;
  const paths = new Map(
    Object.entries(described?.paths ?? {}).map(([path, list]) => [path.toLowerCase(), list]),
  );

  /** The properties of a type and of what it derives from. */
  function propertiesOf(name: string): Record<string, string> {
    const type = types[name];
    if (!type) return {};
    const base = type.base?.replace(/^(microsoft\.)?graph\./, '') ?? '';
    return { ...propertiesOf(base), ...type.properties };
  }

  test.each(Object.entries(TYPES))('$select takes the properties of %s', (name, table) => {
    const properties = Object.entries(propertiesOf(name));
    const isList = ([, type]: [string, string]) => type.startsWith('Collection(');
    const namesOf = (list: boolean) =>
      properties.filter((each) => isList(each) === list).map(([property]) => property);
    expect(properties.length).toBeGreaterThan(5);
    expect([...table.single].toSorted()).toEqual(namesOf(false).toSorted());
    expect([...table.collections].toSorted()).toEqual(namesOf(true).toSorted());
  });

  test.each([
    ['directoryObject', 'getByIds', idsSchema],
    ['message', 'move', destinationSchema],
    ['message', 'copy', destinationSchema],
    ['message', 'permanentDelete', z.object({})],
    ['user', 'delta', z.object({})],
    ['group', 'delta', z.object({})],
    ['site', 'delta', z.object({})],
    ['site', 'getAllSites', z.object({})],
  ])('%s has the operation %s with its parameters', (type, operation, schema) => {
    const [found] = types[type]?.operations[operation] ?? [];
    expect(Object.keys(schema.shape).toSorted()).toEqual(
      Object.keys(found?.parameters ?? { missing: true }).toSorted(),
    );
  });

  const published = GRAPH_ROLES.map(({ value }) => value);

  test.each(OPERATIONS.map(({ method, address, permission }) => ({ method, address, permission })))(
    '$method $address asks for the listed permissions',
    ({ method, address, permission }) => {
      const path = `${method} ${address.replaceAll('/:', '/{id}')}`.toLowerCase();
      const listed = paths.get(path);
      expect(listed === undefined).toBe(NOT_LISTED.includes(path));
      if (!listed) return;
      const sufficient = [...listed.least, ...listed.others];
      expect([...PERMISSIONS[permission]].toSorted()).toEqual(
        published.filter((role) => sufficient.includes(role)).toSorted(),
      );
    },
  );

  test.each(GRAPH_ROLES)('$value has Microsoft’s id and words', ({ id, value, en, es }) => {
    expect(described?.permissions[value]).toMatchObject({ appRoleId: id, en, es });
  });
});

/** The routes that the API documents. */
import { z } from 'zod';

const operationSchema = z.object({
  parameters: z.array(z.object({ name: z.string(), in: z.string() })).default([]),
});
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
});

export interface Route {
  readonly method: string;
  /** A template with its parameters in braces. */
  readonly path: string;
}

export interface DocumentedRoute extends Route {
  /** The names of its query parameters. */
  readonly query: readonly string[];
}

/** Every route of the OpenAPI document. */
export async function documentedRoutes(origin: string): Promise<DocumentedRoute[]> {
  const answer = await fetch(`${origin}/api/openapi.json`);
  const { paths } = documentSchema.parse(await answer.json());
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters }]) => ({
      method: method.toUpperCase(),
      path,
      query: parameters.filter((it) => it.in === 'query').map(({ name }) => name),
    })),
  );
}

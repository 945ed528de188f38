/** Shared by all routes in the OpenAPI document. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { SERVICE_IDS } from '../domain/services/services.ts';
import { CONSENT_KINDS } from '../domain/consents.ts';
import { MAX_FOUND } from '../domain/limits.ts';
import type { AppEnvironment } from './context.ts';
import { problemSchema, refuseInvalid } from './problem.ts';

/**
 * A router that answers invalid input with a problem document that names the fields.
 * Chain its routes: the typed client knows only chained ones.
 */
export function newRouter(): OpenAPIHono<AppEnvironment> {
  return new OpenAPIHono<AppEnvironment>({ defaultHook: refuseInvalid });
}

const organizationId = z.string().openapi({ param: { name: 'organizationId', in: 'path' } });

export const organizationPath = z.object({ organizationId });
export const accountPath = z.object({ organizationId, service: z.enum(SERVICE_IDS) });
export const consentPath = accountPath.extend({ kind: z.enum(CONSENT_KINDS) });

export const json = <T extends z.ZodType>(schema: T) =>
  ({ required: true, content: { 'application/json': { schema } } }) as const;

const PROBLEM = {
  description: 'A problem',
  content: { 'application/problem+json': { schema: problemSchema } },
} as const;

/**
 * A successful response of one shape, and problem documents for all others. The type
 * contains only the success: handlers throw the others, and a typed client would have
 * to distinguish sixty statuses.
 */
export const responses = <S extends 200 | 201 | 202, T extends z.ZodType>(status: S, schema: T) => {
  const success = { description: 'Done', content: { 'application/json': { schema } } } as const;
  return { [status]: success, default: PROBLEM } as { [K in S]: typeof success };
};

/** Of a search that shows only the first it finds. */
export const moreSchema = z.boolean().openapi({
  description: `Whether others were found, too. At most ${MAX_FOUND} are shown; a longer text finds fewer.`,
});

/** An endless stream of server-sent events with data of this shape. The handler creates the response itself. */
export const eventStream = (schema: z.ZodType): { 200: { description: string } } => {
  const stream = { description: 'Events', content: { 'text/event-stream': { schema } } };
  return { 200: stream, default: PROBLEM } as { 200: { description: string } };
};

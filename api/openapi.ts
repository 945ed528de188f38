/** What every described route shares. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { SERVICES } from '../domain/account.ts';
import { CONSENT_KINDS } from '../domain/consents.ts';
import type { AppEnvironment } from './context.ts';
import { problemSchema, refuseInvalid } from './problem.ts';

/** A router whose bad input becomes a problem document that names the fields. Chain its routes: the typed client knows what is chained. */
export function newRouter(): OpenAPIHono<AppEnvironment> {
  return new OpenAPIHono<AppEnvironment>({ defaultHook: refuseInvalid });
}

const organizationId = z.string().openapi({ param: { name: 'organizationId', in: 'path' } });

export const organizationPath = z.object({ organizationId });
export const accountPath = z.object({ organizationId, service: z.enum(SERVICES) });
export const consentPath = accountPath.extend({ kind: z.enum(CONSENT_KINDS) });

export const json = <T extends z.ZodType>(schema: T) =>
  ({ required: true, content: { 'application/json': { schema } } }) as const;

const PROBLEM = {
  description: 'A problem',
  content: { 'application/problem+json': { schema: problemSchema } },
} as const;

/**
 * A successful answer of one shape, and problem documents for the rest. The type
 * knows the success alone: handlers throw the rest, and a client that read it
 * by type would have to tell sixty statuses apart.
 */
export const answers = <S extends 200 | 201 | 202, T extends z.ZodType>(status: S, schema: T) => {
  const success = { description: 'Done', content: { 'application/json': { schema } } } as const;
  return { [status]: success, default: PROBLEM } as { [K in S]: typeof success };
};

/** Server-sent events without end, whose data has this shape; a handler answers them itself. */
export const eventStream = (schema: z.ZodType): { 200: { description: string } } => {
  const stream = { description: 'Events', content: { 'text/event-stream': { schema } } };
  return { 200: stream, default: PROBLEM } as { 200: { description: string } };
};

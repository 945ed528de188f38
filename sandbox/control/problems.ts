/** Problem details (RFC 9457) of the control API. */
import type { Context } from 'hono';
import { z } from 'zod';
import { UnknownObjectError } from '../directory/directory-changes.ts';

type Status = 400 | 403 | 404 | 500;

const TITLES: Record<Status, string> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
};

/** A rejected control request. The message becomes the problem's `detail`. */
export class ControlProblem extends Error {
  override readonly name = 'ControlProblem';
  readonly status: Status;

  constructor(status: Status, detail: string) {
    super(detail);
    this.status = status;
  }
}

function asProblem(error: Error): ControlProblem {
  if (error instanceof ControlProblem) return error;
  if (error instanceof UnknownObjectError) return new ControlProblem(404, error.message);
  return new ControlProblem(500, `The sandbox failed: ${error.message}`);
}

/** Responds with `application/problem+json`. */
export function showProblem(error: Error, c: Context): Response {
  const { status, message } = asProblem(error);
  const problem = { type: 'about:blank', title: TITLES[status], status, detail: message };
  return c.json(problem, status, { 'Content-Type': 'application/problem+json' });
}

/** Parses a value with the schema. @throws ControlProblem 400 that names each invalid field */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ControlProblem(400, z.prettifyError(result.error));
}

/** Parses the JSON body with the schema. @throws ControlProblem 400 */
export async function parseBody<S extends z.ZodType>(c: Context, schema: S): Promise<z.infer<S>> {
  const text = await c.req.text();
  try {
    return parse(schema, JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new ControlProblem(400, 'The body is not valid JSON.');
    throw error;
  }
}

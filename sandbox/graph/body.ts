/** Parses request bodies. */
import { z } from 'zod';
import { badRequest } from './errors.ts';

/** Parses a JSON body with the schema. @throws GraphError 400 */
export function parseBody<S extends z.ZodType>(schema: S, body: string): z.infer<S> {
  try {
    return schema.parse(JSON.parse(body));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    throw badRequest('The body of the request is not what the operation expects.');
  }
}

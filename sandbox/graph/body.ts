/** Parses request bodies. */
import { z } from 'zod';
import { badRequest, GraphError } from './errors.ts';

/**
 * Parses a JSON body with the schema. Names of parameters are compared without case: Microsoft's
 * description and its documentation differ in it, and so do clients.
 * @throws GraphError 400
 */
export function parseBody<S extends z.ZodObject>(schema: S, body: string): z.infer<S> {
  try {
    const given = z.record(z.string(), z.unknown()).parse(JSON.parse(body));
    const names = Object.keys(schema.shape);
    const named = Object.entries(given).map(([name, value]) => [
      names.find((known) => known.toLowerCase() === name.toLowerCase()) ?? name,
      value,
    ]);
    return schema.parse(Object.fromEntries(named));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    throw badRequest('The body of the request is not what the operation expects.');
  }
}

const JSON_TYPE = /^application\/json\s*(;|$)/i;

/** @throws GraphError 415 for a body that is not JSON */
export function requireJson(contentType: string | undefined): void {
  if (!JSON_TYPE.test(contentType ?? ''))
    throw new GraphError(
      415,
      'UnsupportedMediaType',
      `The media type '${contentType ?? ''}' is not supported. Send application/json.`,
    );
}

/** Reading the environment once, and saying everything that is wrong with it at once. */

/** What a zod schema offers, named here so that this folder needs no package. */
interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: PropertyKey[]; message: string }[] } };
}

/** The start must stop: `message` lists one line per setting that is missing or wrong. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Parses the environment with a schema. Empty values count as not set.
 * @throws ConfigurationError naming each bad variable with its reason, never its value.
 */
export function readConfiguration<T>(schema: Schema<T>, environment: NodeJS.ProcessEnv): T {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new ConfigurationError(`The configuration cannot be used:\n${lines.join('\n')}`);
}

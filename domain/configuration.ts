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
 * @param further finds what no schema can see, such as files that cannot be read.
 * @throws ConfigurationError naming each bad variable with its reason, never its value.
 */
export function readConfiguration<T>(
  schema: Schema<T>,
  environment: NodeJS.ProcessEnv,
  further: (given: NodeJS.ProcessEnv) => readonly string[] = () => [],
): T {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  const problems = [
    ...(result.success
      ? []
      : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)),
    ...further(given),
  ];
  if (result.success && problems.length === 0) return result.data;
  throw unusable(problems);
}

/** The error that lists what is wrong, a line each. */
export function unusable(problems: readonly string[]): ConfigurationError {
  const lines = problems.map((problem) => `  ${problem}`);
  return new ConfigurationError(`The configuration cannot be used:\n${lines.join('\n')}`);
}

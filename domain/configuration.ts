/** Reads the environment once and reports all of its problems together. */

/** The part of a zod schema that is used here. Declared so that this folder has no dependencies. */
interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: PropertyKey[]; message: string }[] } };
}

/** Thrown to abort startup. `message` has one line per missing or invalid setting. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Parses the environment with a schema. Empty values count as not set.
 * @param further finds problems that a schema cannot detect, such as unreadable files.
 * @throws ConfigurationError naming each invalid variable and the reason, never its value.
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
  throw configurationError(problems);
}

/** An error that lists the problems, one per line. */
export function configurationError(problems: readonly string[]): ConfigurationError {
  const lines = problems.map((problem) => `  ${problem}`);
  return new ConfigurationError(`The configuration is invalid:\n${lines.join('\n')}`);
}

/**
 * Explains why a server could not listen.
 * @param wanted.purpose what was to listen there, for the message.
 * @returns a ConfigurationError with a sentence when the port is in use, otherwise the error itself.
 */
export function listenFailure(
  error: Error,
  wanted: { port: number; setting: string; purpose?: string },
): Error {
  if (!('code' in error) || error.code !== 'EADDRINUSE') return error;
  const { port, setting, purpose } = wanted;
  const name = purpose === undefined ? `Port ${port}` : `Port ${port}, meant for ${purpose},`;
  return new ConfigurationError(
    `${name} is taken by another program. Stop that program, or choose another port with ${setting}.`,
    { cause: error },
  );
}

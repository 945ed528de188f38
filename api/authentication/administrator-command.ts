import type { Kysely } from 'kysely';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ConfigurationError } from '../../domain/configuration.ts';
import { ProvostError } from '../../domain/failures.ts';
import type { Database } from '../../store/schema.ts';
import { createConsoleUser } from './accounts.ts';

const USAGE =
  'usage: create-administrator --email ADDRESS --name NAME --organization ORGANIZATION (password on standard input)';

const argumentsSchema = z
  .object({
    email: z.email(),
    name: z.string().trim().min(1),
    organization: z.string().regex(/[\p{L}\p{N}]/u),
  })
  .transform(({ organization, ...person }) => ({
    ...person,
    organization: { id: organizationIdOf(organization), name: organization.trim() },
  }));

type AdministratorArguments = z.infer<typeof argumentsSchema>;

/**
 * Reads the command line. There is no password option, because it would show in the process list.
 * @throws ConfigurationError with the usage.
 */
export function parseAdministrator(argv: readonly string[]): AdministratorArguments {
  try {
    const options = {
      email: { type: 'string' },
      name: { type: 'string' },
      organization: { type: 'string' },
    } as const;
    return argumentsSchema.parse(parseArgs({ args: [...argv], options }).values);
  } catch (cause) {
    throw new ConfigurationError(USAGE, { cause });
  }
}

/**
 * Makes the person an administrator.
 * @returns a sentence that confirms it.
 * @throws ConfigurationError for a password that is refused, with the sentence and its code.
 */
export async function createAdministrator(
  db: Kysely<Database>,
  administrator: AdministratorArguments,
  password: string,
): Promise<string> {
  const user = { ...administrator, password, role: 'administrator' } as const;
  const { created } = await createConsoleUser(db, user).catch(rethrowForOperator);
  const { id, name } = user.organization;
  const fact = `${user.email} is an administrator of ${name} (organization ${id})`;
  return created ? `${fact}.` : `${fact}. The existing account keeps its password.`;
}

function rethrowForOperator(error: unknown): never {
  if (!(error instanceof ProvostError)) throw error;
  throw new ConfigurationError(`${error.message} (${error.type})`, { cause: error });
}

/** `Contoso Security` becomes `contoso-security`, because ids are part of URLs and workflow ids. */
function organizationIdOf(name: string): string {
  const words =
    name
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join('-');
}

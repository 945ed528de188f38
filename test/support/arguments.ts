/** The arguments of commands that are run by people. */
import { z } from 'zod';

/** Something about the arguments, said to whoever typed them. */
export class ArgumentsError extends Error {
  override readonly name = 'ArgumentsError';
}

/**
 * @param read parses the arguments; whatever it throws is about them
 * @throws ArgumentsError
 */
export function readingArguments<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ArgumentsError(sentenceOf(error), { cause: error });
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
}

/** Why a command failed, to be printed: of bad arguments only the sentence, of anything else where it happened. */
export const shownFailure = (error: unknown): unknown =>
  error instanceof ArgumentsError ? error.message : error;

/** The unsubmitted choice of targets, kept in local storage. */
import { z } from 'zod/mini';
import { METHODS } from '../../../../domain/account.ts';
import { MAX_TARGETS } from '../../../../domain/limits.ts';
import { readStored, writeStored } from '../../../app/local-storage.ts';
import { distinctTargets } from './selection.ts';

/** Longer than the id of any site. */
const LONGEST_ID = 400;

const draftSchema = z.object({
  method: z.enum(METHODS),
  targets: z.array(
    z.object({
      id: z.string().check(z.minLength(1), z.maxLength(LONGEST_ID)),
      name: z.string(),
      address: z.string(),
      hasMailbox: z.optional(z.nullable(z.boolean())),
    }),
  ),
});
export type Draft = Readonly<z.infer<typeof draftSchema>>;

/** A draft whose method is still to be chosen, or again. */
export type OpenDraft = Omit<Draft, 'method'> & { readonly method: Draft['method'] | null };

const keyOf = (accountId: string) => `provost-targets-${accountId}`;

/** Parses a stored draft; null if it is invalid or exceeds the limit. */
export function parseDraft(text: string | null): Draft | null {
  const parsed = draftSchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const targets = [...distinctTargets(parsed.data.targets)];
  return targets.length > MAX_TARGETS ? null : { method: parsed.data.method, targets };
}

/** The account's draft, or null if there is none. */
export const readDraft = (accountId: string): Draft | null =>
  parseDraft(readStored(keyOf(accountId)));

/** Stores the draft; null deletes it. */
export const writeDraft = (accountId: string, draft: Draft | null): void =>
  writeStored(keyOf(accountId), draft && JSON.stringify(draft));

function parseJson(text: string | null): unknown {
  try {
    return text && JSON.parse(text);
  } catch {
    return null;
  }
}

/** Changes that name sites only in part. */
import { pageSchema } from './calls.ts';

export const CHANGES = /\/sites\/delta\?token=/;

/** Sites that every change names in part, so that the product asks for them by id. Filled in before. */
export const PARTIAL_SITES: string[] = [];

export function withPartialSites(url: string, answer: Buffer): Buffer {
  if (!CHANGES.test(url)) return answer;
  const page = pageSchema.safeParse(JSON.parse(answer.toString()));
  if (!page.success) return answer;
  const partial = PARTIAL_SITES.map((id) => ({ id, displayName: 'Changed' }));
  return Buffer.from(JSON.stringify({ ...page.data, value: [...page.data.value, ...partial] }));
}

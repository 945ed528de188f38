/** Why a refusal may be missed by no test. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Refusal } from './refusal.ts';

const reasonsSchema = z.array(
  z.strictObject({ file: z.string(), refusal: z.string(), reason: z.string().min(1) }),
);
export type Reason = z.infer<typeof reasonsSchema>[number];

/** @returns the reasons of `reasons.json`. */
export async function readReasons(): Promise<Reason[]> {
  const text = await readFile(new URL('./reasons.json', import.meta.url), 'utf8');
  return reasonsSchema.parse(JSON.parse(text));
}

export const isAbout = (reason: Reason, { file, code }: Refusal): boolean =>
  reason.file === file && reason.refusal === code;

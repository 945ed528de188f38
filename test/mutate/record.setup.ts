/** Writes down which refusals refuse while a test file runs. */
import { appendFileSync } from 'node:fs';
import { expect } from 'vitest';
import { RECORD_VARIABLE } from './variables.ts';

const seen = new Set<number>();

function refused(id: number): void {
  const path = process.env[RECORD_VARIABLE];
  if (!path || seen.has(id)) return;
  seen.add(id);
  appendFileSync(path, `${id} ${expect.getState().testPath}\n`);
}

// Recorded code calls this.
Object.assign(globalThis, { refused });

// Workflows and threads print instead, and what they print arrives here.
const write = process.stdout.write.bind(process.stdout) as (...args: unknown[]) => boolean;
process.stdout.write = (chunk: unknown, ...more: unknown[]) => {
  for (const [, id] of String(chunk).matchAll(/\brefused (\d+)$/gm)) refused(Number(id));
  return write(chunk, ...more);
};

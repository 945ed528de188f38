/** What a floor script is told, as one JSON text in its arguments, and what it answers, as its last line. */
import { z } from 'zod';

export const FLOOR_MODES = ['full', 'tokens', 'delta', 'cron', 'warm'] as const;
export type FloorMode = (typeof FLOOR_MODES)[number];

export const floorSettingsSchema = z.object({
  /**
   * `full`: reads everything and makes the directory equal to it. `tokens`: takes delta links.
   * `delta`: follows them. `cron`: what people write today. `warm`: reads a little, keeps nothing.
   */
  mode: z.enum(FLOOR_MODES),
  origin: z.url(),
  tenant: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  databaseUrl: z.string(),
  accountId: z.guid(),
  /** Requests under way at once. */
  connections: z.number().int().min(1),
  /** Keep to the documented resource units, for a tenant that enforces them. */
  paced: z.boolean(),
  deltaLinks: z.object({ users: z.string(), groups: z.string() }).nullable(),
});
export type FloorSettings = z.infer<typeof floorSettingsSchema>;

export const floorResultSchema = z.object({
  /** From the first request to the commit, the start of the process left out. */
  seconds: z.number(),
  phases: z.record(z.string(), z.number()),
  requests: z.number().int(),
  users: z.number().int(),
  groups: z.number().int(),
  memberships: z.number().int(),
  written: z.number().int(),
  deltaLinks: z.object({ users: z.string(), groups: z.string() }).nullable(),
  cpuSeconds: z.number(),
  peakMegabytes: z.number(),
});
export type FloorResult = z.infer<typeof floorResultSchema>;

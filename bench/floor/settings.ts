/** The settings of the floor script (a JSON argument) and its result (the last line of its output). */
import { z } from 'zod';

export const FLOOR_MODES = ['full', 'tokens', 'delta', 'cron', 'warm'] as const;
export type FloorMode = (typeof FLOOR_MODES)[number];

export const floorSettingsSchema = z.object({
  /**
   * `full`: reads everything and merges it into the directory. `tokens`: takes delta links.
   * `delta`: follows them. `cron`: the usual script. `warm`: reads a little, stores nothing.
   */
  mode: z.enum(FLOOR_MODES),
  origin: z.url(),
  tenant: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  databaseUrl: z.string(),
  accountId: z.guid(),
  /** Concurrent requests. */
  connections: z.number().int().min(1),
  /** Whether to stay within the documented resource units, for a tenant that enforces them. */
  paced: z.boolean(),
  deltaLinks: z.object({ users: z.string(), groups: z.string() }).nullable(),
});
export type FloorSettings = z.infer<typeof floorSettingsSchema>;

export const floorResultSchema = z.object({
  /** From the first request to the commit, without the start of the process. */
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

/** The settings of `main.ts` (a JSON argument) and its result (the last line of its output). */
import { z } from 'zod';

export const siteSettingsSchema = z.object({
  mode: z.enum(['ours', 'floor']),
  origin: z.url(),
  tenantId: z.guid(),
  databaseUrl: z.string(),
});
export type SiteSettings = z.infer<typeof siteSettingsSchema>;

export const siteSideSchema = z.object({
  /** Until the sites are published or, of the floor, read. */
  seconds: z.number(),
  readSeconds: z.number(),
  requests: z.number().int(),
  sites: z.number().int(),
  /** Requests that were answered with 429. */
  throttled: z.number().int(),
  peakMegabytes: z.number(),
});
export type SiteSide = z.infer<typeof siteSideSchema>;

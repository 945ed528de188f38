/** The daily schedule of synchronizations, as the API accepts and returns it. */
import { z } from '@hono/zod-openapi';
import { isSchedule } from '../domain/schedule.ts';

export const scheduleSchema = z
  .object({
    timeOfDay: z
      .string()
      .refine((timeOfDay) => isSchedule({ timeOfDay, timeZone: 'UTC' }), {
        error: 'must be a time of day from 00:00 to 23:59',
      })
      .openapi({ example: '02:00' }),
    timeZone: z
      .string()
      .max(64)
      .refine((timeZone) => isSchedule({ timeOfDay: '00:00', timeZone }), {
        error: 'must be the name of a time zone, such as Europe/Berlin',
      })
      .openapi({ example: 'Europe/Berlin' }),
  })
  .openapi('Schedule');

import { z } from 'zod';

/** The database settings of a server process. */
export const storeEnvironment = z.object({
  DATABASE_URL: z
    .string({ error: 'is needed: postgres://user:password@host:5432/database' })
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://'),
});

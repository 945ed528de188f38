import { z } from 'zod';
import { originSchema, temporalUiSchema } from '../api/environment.ts';
import { mailEnvironment } from '../mail/environment.ts';

const port = z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535);

/** The data of `npm start`, with people's names and keys, is for the user who runs it. The Temporal server inherits it. */
export const PRIVATE_UMASK = 0o077;

/** The settings of the embedded default. All are optional. */
export const startEnvironment = z.object({
  PROVOST_PORT: port.default(3000),
  PROVOST_ORIGIN: originSchema.optional(),
  PROVOST_DATA: z.string().default('.provost'),
  /** `none` when another server serves the console, as in `npm run dev`. */
  PROVOST_CONSOLE: z.enum(['built', 'none']).default('built'),
  SANDBOX_PORT: port.default(4100),
  SANDBOX_USERS: z.coerce.number().int().min(10).max(1_000_000).default(1000),
  TEMPORAL_PORT: port.default(7233),
  TEMPORAL_UI_PORT: port.default(8233),
  TEMPORAL_ADDRESS: z.string().optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  /** Only with TEMPORAL_ADDRESS: the UI of our own server is known. */
  PROVOST_TEMPORAL_UI: temporalUiSchema,
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  ...mailEnvironment.shape,
});

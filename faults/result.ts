import { z } from 'zod';

/** The last line of `npm run faults -- --json`. */
export const matrixResultSchema = z.strictObject({
  cells: z.int().min(1),
  survived: z.int().min(0),
  failures: z.array(z.strictObject({ cell: z.string(), reason: z.string() })),
});
export type MatrixResult = z.infer<typeof matrixResultSchema>;

/** What an operation of EWS is, and what they share. */
import { z } from 'zod';
import { MailError } from '../mail/mail-error.ts';
import type { Folder, Mailbox } from '../mail/mailbox.ts';
import type { Outcome } from './answers.ts';
import type { FolderReference } from './references.ts';
import { many } from './soap.ts';

export interface EwsContext {
  /** The mailbox of the impersonated user. */
  readonly mailbox: Mailbox;
  /** @throws MailError */
  find(reference: FolderReference): { readonly folder: Folder; readonly mailbox: Mailbox };
  /** Turns the errors of a mailbox into a response message with their code. */
  outcome(content: () => string): Outcome;
}

export interface EwsOperation {
  readonly name: string;
  /** Null for a request that is not valid against the schema. */
  run(content: unknown, context: EwsContext): readonly Outcome[] | null;
}

export const define = <S extends z.ZodType>(operation: {
  readonly name: string;
  readonly request: S;
  outcomes(request: z.infer<S>, context: EwsContext): readonly Outcome[];
}): EwsOperation => ({
  name: operation.name,
  run(content, context) {
    const request = operation.request.safeParse(content);
    return request.success ? operation.outcomes(request.data, context) : null;
  },
});

export function outcomeOf(content: () => string): Outcome {
  try {
    return { content: content() };
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    return { code: error.code, message: error.message };
  }
}

/** `FolderShape` and `ItemShape`. */
export const shape = z.object({
  BaseShape: z.enum(['IdOnly', 'Default', 'AllProperties']),
  AdditionalProperties: z.unknown().optional(),
});

/** Whether only ids are asked for. Single additional properties are not told apart. */
export const isIdOnly = ({ BaseShape, AdditionalProperties }: z.infer<typeof shape>): boolean =>
  BaseShape === 'IdOnly' && AdditionalProperties === undefined;

/** Everything is one page. */
export const pagingXml = (count: number): string =>
  `IndexedPagingOffset="${count}" TotalItemsInView="${count}" IncludesLastItemInRange="true"`;

const comparison = z.object({
  FieldURI: z.object({ '@FieldURI': z.string() }),
  FieldURIOrConstant: z.object({ Constant: z.object({ '@Value': z.string() }) }),
});

/** The sandbox compares properties with constants: one, or several that all must be equal. */
export const restriction = z
  .union([
    z.object({ IsEqualTo: many(comparison) }),
    z.object({ And: z.object({ IsEqualTo: many(comparison) }) }).transform(({ And }) => And),
  ])
  .transform(
    ({ IsEqualTo }) =>
      (properties: Readonly<Record<string, string>>) =>
        IsEqualTo.every(({ FieldURI, FieldURIOrConstant }) => {
          const wanted = FieldURIOrConstant.Constant['@Value'].toLowerCase();
          return properties[FieldURI['@FieldURI']]?.toLowerCase() === wanted;
        }),
  );

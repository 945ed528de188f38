/** Parses answers of Exchange Web Services: a response message, or a SOAP fault. */
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { FailureType } from '../../domain/failures.ts';
import { ProvostError } from '../../domain/failures.ts';
import { diagnosisOf, failureOf } from '../errors.ts';
import type { MicrosoftAnswer } from '../transport.ts';

export interface EwsResult {
  /** EWS's response code, `NoError` for success. */
  readonly code: string;
  /** Milliseconds to back off, if Exchange asks for it. */
  readonly backOff: number | null;
  /** The primary address of the mailbox, if the request used another one. */
  readonly primary: string | null;
  readonly folderIds: readonly string[];
  readonly itemIds: readonly string[];
}

const valueSchema = z.object({ '@Name': z.string(), '#text': z.string() });
const messageXmlSchema = z
  .object({
    Value: z.union([valueSchema.transform((value) => [value]), z.array(valueSchema)]),
  })
  .transform(({ Value }) => new Map(Value.map((each) => [each['@Name'], each['#text']])));

const messageSchema = z.looseObject({
  ResponseCode: z.string(),
  MessageXml: messageXmlSchema.optional().catch(undefined),
});

/** The first response message: our requests are about one folder or item. */
const responseSchema = z
  .object({ ResponseMessages: z.record(z.string(), z.unknown()) })
  .transform(({ ResponseMessages }) => Object.values(ResponseMessages)[0])
  .pipe(messageSchema);
const faultSchema = z.object({ detail: messageSchema }).transform(({ detail }) => detail);

const envelopeSchema = z.object({
  Envelope: z.object({ Body: z.record(z.string(), z.unknown()) }),
});

/** Entities are not expanded: no value that we read needs them, and expansion is an attack vector. */
const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  processEntities: false,
});

/** The EWS result; null if the body is not an EWS answer. */
export function ewsResultOf({ body }: MicrosoftAnswer): EwsResult | null {
  const envelope = envelopeSchema.safeParse(xmlOf(body)).data?.Envelope.Body ?? {};
  const [content] = Object.entries(envelope).filter(([name]) => !name.startsWith('@'));
  const [name, value] = content ?? [];
  const message = (name === 'Fault' ? faultSchema : responseSchema).safeParse(value).data;
  if (!message) return null;
  const { ResponseCode, MessageXml } = message;
  const backOff = MessageXml?.get('BackOffMilliseconds') ?? '';
  return {
    code: ResponseCode,
    backOff: /^\d{1,9}$/.test(backOff) ? Number(backOff) : null,
    primary: MessageXml?.get('Primary') ?? null,
    folderIds: idsIn(message, 'FolderId'),
    itemIds: idsIn(message, 'ItemId'),
  };
}

const idSchema = z.object({ '@Id': z.string() });

/** The ids of all elements with that name, in order. */
function idsIn(value: unknown, name: string): string[] {
  if (Array.isArray(value)) return value.flatMap((each: unknown) => idsIn(each, name));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) => {
    const id = key === name ? idSchema.safeParse(child).data : undefined;
    return id ? [id['@Id']] : idsIn(child, name);
  });
}

function xmlOf(body: string): unknown {
  try {
    return parser.parse(body);
  } catch {
    return null;
  }
}

/** Our failure types by EWS response code (Exchange Web Services reference). */
const FAILURE_TYPES: Readonly<Record<string, FailureType>> = {
  ErrorServerBusy: 'MicrosoftThrottled',
  ErrorExceededConnectionCount: 'MicrosoftThrottled',
  ErrorImpersonateUserDenied: 'GrantNotVisible',
  ErrorImpersonationDenied: 'GrantNotVisible',
  ErrorInternalServerError: 'MicrosoftUnavailable',
  ErrorInternalServerTransientError: 'MicrosoftUnavailable',
  ErrorMailboxMoveInProgress: 'MicrosoftUnavailable',
  ErrorMailboxStoreUnavailable: 'MicrosoftUnavailable',
  ErrorTimeoutExpired: 'MicrosoftUnavailable',
};

/** Statuses that say more than a code that we do not know. */
const OUTAGES: readonly number[] = [429, 502, 503, 504];

/** The failure for an EWS answer: by its response code, or by its status if there is no code. */
export function ewsFailureOf(answer: MicrosoftAnswer, result: EwsResult | null): ProvostError {
  const { type: byStatus, retryAfter } = failureOf(answer);
  // Exchange sends every fault with 500, so that this status says nothing beside a code.
  const unlisted = OUTAGES.includes(answer.status) ? byStatus : 'UnexpectedAnswer';
  const type = result === null ? byStatus : (FAILURE_TYPES[result.code] ?? unlisted);
  return new ProvostError(type, undefined, {
    retryAfter: result?.backOff ?? retryAfter,
    details: { ...diagnosisOf(answer), code: result?.code ?? null },
  });
}

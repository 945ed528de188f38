/** Parses answers of Exchange Web Services: a response message, or a SOAP fault. */
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { FailureType } from '../domain/failures.ts';
import { ProvostError } from '../domain/failures.ts';
import { diagnosisOf, failureOf } from './errors.ts';
import type { MicrosoftAnswer } from './transport.ts';

export interface EwsResult {
  /** EWS's response code, `NoError` for success. */
  readonly code: string;
  /** Milliseconds to back off, if Exchange asks for it. */
  readonly backOff: number | null;
}

const valueSchema = z.object({ '@Name': z.string(), '#text': z.string() });
const messageXmlSchema = z.object({
  Value: z.union([valueSchema.transform((value) => [value]), z.array(valueSchema)]),
});

const detailSchema = z
  .object({ ResponseCode: z.string(), MessageXml: messageXmlSchema.optional().catch(undefined) })
  .transform(({ ResponseCode, MessageXml }): EwsResult => {
    const backOff = MessageXml?.Value.find((value) => value['@Name'] === 'BackOffMilliseconds');
    const milliseconds = /^\d{1,9}$/.test(backOff?.['#text'] ?? '')
      ? Number(backOff?.['#text'])
      : null;
    return { code: ResponseCode, backOff: milliseconds };
  });

const bodySchema = z.union([
  z
    .object({
      GetFolderResponse: z.object({
        ResponseMessages: z.object({ GetFolderResponseMessage: detailSchema }),
      }),
    })
    .transform((body) => body.GetFolderResponse.ResponseMessages.GetFolderResponseMessage),
  z.object({ Fault: z.object({ detail: detailSchema }) }).transform((body) => body.Fault.detail),
]);
const envelopeSchema = z.object({ Envelope: z.object({ Body: bodySchema }) });

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
  return envelopeSchema.safeParse(xmlOf(body)).data?.Envelope.Body ?? null;
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
  ErrorAccessDenied: 'GrantNotVisible',
  ErrorInternalServerError: 'MicrosoftUnavailable',
  ErrorInternalServerTransientError: 'MicrosoftUnavailable',
  ErrorMailboxMoveInProgress: 'MicrosoftUnavailable',
  ErrorMailboxStoreUnavailable: 'MicrosoftUnavailable',
  ErrorTimeoutExpired: 'MicrosoftUnavailable',
};

/** The failure for an EWS answer: by its response code, or by its status if there is no code. */
export function ewsFailureOf(answer: MicrosoftAnswer, result: EwsResult | null): ProvostError {
  const { type: byStatus, retryAfter } = failureOf(answer);
  const type = result === null ? byStatus : (FAILURE_TYPES[result.code] ?? 'UnexpectedAnswer');
  return new ProvostError(type, undefined, {
    retryAfter: result?.backOff ?? retryAfter,
    details: { ...diagnosisOf(answer), code: result?.code ?? null },
  });
}

/** Reading what Exchange Web Services answer: a response message, or a SOAP fault. */
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { FailureType } from '../domain/failures.ts';
import { ProvostError } from '../domain/failures.ts';
import { diagnosisOf, failureOf } from './errors.ts';
import type { MicrosoftAnswer } from './transport.ts';

export interface EwsResult {
  /** EWS's response code, `NoError` for success. */
  readonly code: string;
  /** Milliseconds that Exchange asks to stay away. */
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

/** Entities stay as they are: none of what is read needs them, and none is to be expanded. */
const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  processEntities: false,
});

/** What EWS says in its own words; null when the body is something else. */
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

/** EWS response codes (Exchange Web Services reference) by what they mean here. */
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

/** The failure that an answer of EWS stands for, by its response code first and its status else. */
export function ewsFailureOf(answer: MicrosoftAnswer, result: EwsResult | null): ProvostError {
  const { type: byStatus, retryAfter } = failureOf(answer);
  const type = result === null ? byStatus : (FAILURE_TYPES[result.code] ?? 'UnexpectedAnswer');
  return new ProvostError(type, undefined, {
    retryAfter: result?.backOff ?? retryAfter,
    details: { ...diagnosisOf(answer), code: result?.code ?? null },
  });
}

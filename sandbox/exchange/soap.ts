/** SOAP 1.1 for Exchange Web Services. */
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

const identity = z.object({
  PrimarySmtpAddress: z.string().optional(),
  SmtpAddress: z.string().optional(),
  PrincipalName: z.string().optional(),
});

/** Whom the request impersonates. */
export type Impersonated = z.infer<typeof identity>;

const requestSchema = z.object({
  Envelope: z.object({
    Header: z
      .object({ ExchangeImpersonation: z.object({ ConnectingSID: identity }).optional() })
      .or(z.literal(''))
      .optional(),
    Body: z.record(z.string(), z.unknown()),
  }),
});

export interface SoapRequest {
  readonly impersonated: Impersonated | null;
  /** `GetFolder` */
  readonly operation: string;
  /** The operation's element: attributes begin with `@`, text is `#text`. */
  readonly content: unknown;
}

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
});

/** The request; null if it is not a SOAP envelope with one operation. */
export function parseRequest(xml: string): SoapRequest | null {
  const result = requestSchema.safeParse(parseXml(xml));
  if (!result.success) return null;
  const { Header, Body } = result.data.Envelope;
  const [[operation, content] = [], ...more] = Object.entries(Body).filter(
    ([name]) => !name.startsWith('@'),
  );
  if (operation === undefined || more.length > 0) return null;
  const impersonation = Header === '' ? undefined : Header?.ExchangeImpersonation;
  return { impersonated: impersonation?.ConnectingSID ?? null, operation, content };
}

function parseXml(xml: string): unknown {
  try {
    return parser.parse(xml, true);
  } catch {
    return null;
  }
}

/** An element that may occur several times. */
export const many = <T extends z.ZodType>(schema: T) =>
  z
    .union([z.array(schema), schema])
    .transform((found): z.infer<T>[] => (Array.isArray(found) ? found : [found]) as z.infer<T>[]);

/** An element with text and perhaps attributes. */
export const textElement = z.union([
  z.string(),
  z.object({ '#text': z.string().default('') }).transform((element) => element['#text']),
]);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Escapes text for elements and attributes. */
export const escapeXml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** An element of the types namespace with text. */
export const element = (name: string, text: string | number | boolean): string =>
  `<t:${name}>${escapeXml(String(text))}</t:${name}>`;

const NAMESPACES = {
  soap: 'http://schemas.xmlsoap.org/soap/envelope/',
  types: 'http://schemas.microsoft.com/exchange/services/2006/types',
  messages: 'http://schemas.microsoft.com/exchange/services/2006/messages',
  errors: 'http://schemas.microsoft.com/exchange/services/2006/errors',
};

const VERSION =
  'MajorVersion="15" MinorVersion="20" MajorBuildNumber="9100" MinorBuildNumber="12" Version="V2018_01_08"';

/** @param body XML with the prefixes `m` and `t` */
export const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="utf-8"?>` +
  `<s:Envelope xmlns:s="${NAMESPACES.soap}" xmlns:m="${NAMESPACES.messages}" xmlns:t="${NAMESPACES.types}">` +
  `<s:Header><t:ServerVersionInfo ${VERSION}/></s:Header><s:Body>${body}</s:Body></s:Envelope>`;

/** `MessageXml`: values that belong to an error. */
export const messageXml = (values: Readonly<Record<string, string>>): string =>
  `<t:MessageXml>${Object.entries(values)
    .map(([name, value]) => `<t:Value Name="${name}">${escapeXml(value)}</t:Value>`)
    .join('')}</t:MessageXml>`;

/** A SOAP fault with an EWS response code. Send it with status 500. */
export const fault = (
  code: string,
  message: string,
  values: Readonly<Record<string, string>> = {},
): string =>
  envelope(
    `<s:Fault><faultcode>t:${code}</faultcode>` +
      `<faultstring xml:lang="en-US">${escapeXml(message)}</faultstring>` +
      `<detail><e:ResponseCode xmlns:e="${NAMESPACES.errors}">${code}</e:ResponseCode>` +
      `<e:Message xmlns:e="${NAMESPACES.errors}">${escapeXml(message)}</e:Message>` +
      `${Object.keys(values).length > 0 ? messageXml(values) : ''}</detail></s:Fault>`,
  );

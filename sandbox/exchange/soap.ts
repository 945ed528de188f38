/** SOAP 1.1 for Exchange Web Services. */
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

const identity = z
  .object({
    PrimarySmtpAddress: z.string().optional(),
    SmtpAddress: z.string().optional(),
    PrincipalName: z.string().optional(),
  })
  .transform(
    ({ PrimarySmtpAddress, SmtpAddress, PrincipalName }) =>
      PrimarySmtpAddress ?? SmtpAddress ?? PrincipalName ?? null,
  );

const folderId = z.object({
  '@Id': z.string(),
  Mailbox: z.object({ EmailAddress: z.string() }).optional(),
});

const requestSchema = z.object({
  Envelope: z.object({
    Header: z
      .object({ ExchangeImpersonation: z.object({ ConnectingSID: identity }).optional() })
      .or(z.literal(''))
      .optional(),
    Body: z.object({
      GetFolder: z.object({
        FolderIds: z.object({
          DistinguishedFolderId: z
            .union([z.array(folderId), folderId])
            .transform((ids) => (Array.isArray(ids) ? ids : [ids])),
        }),
      }),
    }),
  }),
});

export interface GetFolderRequest {
  /** The impersonated user: an address or a principal name. */
  readonly impersonated: string | null;
  readonly folders: readonly { readonly name: string; readonly mailbox: string | null }[];
}

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
});

/** The request; null if it is not a `GetFolder` of distinguished folders. */
export function parseGetFolder(xml: string): GetFolderRequest | null {
  const result = requestSchema.safeParse(parseXml(xml));
  if (!result.success) return null;
  const { Header, Body } = result.data.Envelope;
  const impersonation = Header === '' ? undefined : Header?.ExchangeImpersonation;
  return {
    impersonated: impersonation?.ConnectingSID ?? null,
    folders: Body.GetFolder.FolderIds.DistinguishedFolderId.map(({ '@Id': name, Mailbox }) => ({
      name,
      mailbox: Mailbox?.EmailAddress ?? null,
    })),
  };
}

function parseXml(xml: string): unknown {
  try {
    return parser.parse(xml, true);
  } catch {
    return null;
  }
}

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

/** A SOAP fault with an EWS response code. Send it with status 500. */
export const fault = (code: string, message: string): string =>
  envelope(
    `<s:Fault><faultcode>t:${code}</faultcode>` +
      `<faultstring xml:lang="en-US">${escapeXml(message)}</faultstring>` +
      `<detail><e:ResponseCode xmlns:e="${NAMESPACES.errors}">${code}</e:ResponseCode>` +
      `<e:Message xmlns:e="${NAMESPACES.errors}">${escapeXml(message)}</e:Message></detail></s:Fault>`,
  );

/** SOAP requests to Exchange Web Services. */
import { ProvostError } from '../../domain/failures.ts';

/** Printable ASCII only, because the address is also sent in a header. */
const ADDRESS = /^[!-~]+@[!-~]+$/;

const XML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const escapeXml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => XML_ENTITIES[character] ?? '');

/** An element of EWS's types namespace. */
export const element = (name: string, text: string): string =>
  `<t:${name}>${escapeXml(text)}</t:${name}>`;

export const folderIdXml = (id: string): string => `<t:FolderId Id="${escapeXml(id)}"/>`;
export const itemIdXml = (id: string): string => `<t:ItemId Id="${escapeXml(id)}"/>`;

/**
 * A request that impersonates the owner of a mailbox.
 * @param operation the operation's element, with the prefixes `m` and `t`
 * @throws ProvostError `InvalidInput` if `mailbox` is not an SMTP address
 */
export function soapRequest(mailbox: string, operation: string): string {
  if (!ADDRESS.test(mailbox)) {
    throw new ProvostError('InvalidInput', 'The mailbox address is not a valid SMTP address.');
  }
  return `<?xml version="1.0" encoding="utf-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">
  <soap:Header>
    <t:RequestServerVersion Version="Exchange2016"/>
    <t:ExchangeImpersonation>
      <t:ConnectingSID>${element('SmtpAddress', mailbox)}</t:ConnectingSID>
    </t:ExchangeImpersonation>
  </soap:Header>
  <soap:Body>${operation}</soap:Body>
</soap:Envelope>`;
}

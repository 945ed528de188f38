/** The SOAP request to Exchange Web Services. */
import { ProvostError } from '../domain/failures.ts';

/** Printable ASCII only, because the address is also sent in a header. */
const ADDRESS = /^[!-~]+@[!-~]+$/;

const XML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * `GetFolder` of the inbox, impersonating the owner of the mailbox.
 * @throws ProvostError `InvalidInput` if `mailbox` is not an SMTP address
 */
export function getFolderRequest(mailbox: string): string {
  if (!ADDRESS.test(mailbox)) {
    throw new ProvostError('InvalidInput', 'The mailbox address is not a valid SMTP address.');
  }
  const address = mailbox.replaceAll(/[&<>"']/g, (character) => XML_ENTITIES[character] ?? '');
  return `<?xml version="1.0" encoding="utf-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">
  <soap:Header>
    <t:RequestServerVersion Version="Exchange2016"/>
    <t:ExchangeImpersonation>
      <t:ConnectingSID><t:SmtpAddress>${address}</t:SmtpAddress></t:ConnectingSID>
    </t:ExchangeImpersonation>
  </soap:Header>
  <soap:Body>
    <m:GetFolder>
      <m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>
      <m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds>
    </m:GetFolder>
  </soap:Body>
</soap:Envelope>`;
}

/** The SOAP request that is sent to Exchange Web Services. */
import { ProvostError } from '../domain/failures.ts';

/** Printable ASCII: the address goes into a header too. */
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
 * @throws ProvostError `InvalidInput` for what is no SMTP address
 */
export function getFolderRequest(mailbox: string): string {
  if (!ADDRESS.test(mailbox)) {
    throw new ProvostError('InvalidInput', 'There is no mailbox address to ask Exchange about.');
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

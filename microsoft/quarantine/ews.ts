/** The quarantine by Exchange Web Services, where the organization still allows it. */
import { ProvostError } from '../../domain/failures.ts';
import type { EwsCall, EwsClient } from '../ews/client.ts';
import { reachOf } from '../ews/reach.ts';
import { element, folderIdXml, itemIdXml } from '../ews/requests.ts';
import {
  PURGE_TIMEOUT,
  CANARY_SUBJECT,
  CANARY_TEXT,
  QUARANTINE_FOLDER,
  type QuarantineProver,
} from './adapter.ts';
import { type CanaryMailbox, proveWithCanary } from './proof.ts';

/** `PR_ATTR_HIDDEN` */
const HIDDEN =
  '<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x10f4" PropertyType="Boolean"/><t:Value>true</t:Value></t:ExtendedProperty>';

const isEqual = (field: string, value: string) =>
  `<t:IsEqualTo><t:FieldURI FieldURI="${field}"/><t:FieldURIOrConstant><t:Constant Value="${value}"/></t:FieldURIOrConstant></t:IsEqualTo>`;

/** Only drafts of ours. A message with the same subject that somebody sent is left alone. */
const CANARIES = `<m:Restriction><t:And>${isEqual('item:Subject', CANARY_SUBJECT)}${isEqual('item:IsDraft', 'true')}</t:And></m:Restriction>`;

const IDS = '<t:BaseShape>IdOnly</t:BaseShape>';
const TOP = '<t:DistinguishedFolderId Id="msgfolderroot"/>';
const DRAFTS = '<t:DistinguishedFolderId Id="drafts"/>';

export function createEwsQuarantine(client: EwsClient): QuarantineProver {
  return {
    adapter: 'ews',
    async prove({ tenantId, address, signal }) {
      const callUntil = (until?: AbortSignal) => (operation: string) =>
        client.call({ tenantId, mailbox: address, signal: until, operation });
      // Also after a cancellation: nothing of ours may stay behind.
      const purging: EwsCall = (operation) =>
        callUntil(AbortSignal.timeout(PURGE_TIMEOUT))(operation);
      try {
        return await proveWithCanary(mailboxOf(callUntil(signal), purging));
      } catch (error) {
        return reachOf(error);
      }
    },
  };
}

function mailboxOf(call: EwsCall, purging: EwsCall): CanaryMailbox {
  return {
    drafts: DRAFTS,
    async quarantineFolder(): Promise<string> {
      const found = await call(
        `<m:FindFolder Traversal="Shallow"><m:FolderShape>${IDS}</m:FolderShape><m:Restriction>${isEqual('folder:DisplayName', QUARANTINE_FOLDER)}</m:Restriction><m:ParentFolderIds>${TOP}</m:ParentFolderIds></m:FindFolder>`,
      );
      const [existing] = found.folderIds;
      if (existing !== undefined) return folderIdXml(existing);
      const created = await call(
        `<m:CreateFolder><m:ParentFolderId>${TOP}</m:ParentFolderId><m:Folders><t:Folder>${element('DisplayName', QUARANTINE_FOLDER)}${HIDDEN}</t:Folder></m:Folders></m:CreateFolder>`,
      );
      return folderIdXml(only(created.folderIds));
    },
    async canariesIn(folder: string): Promise<string[]> {
      const found = await call(
        `<m:FindItem Traversal="Shallow"><m:ItemShape>${IDS}</m:ItemShape>${CANARIES}<m:ParentFolderIds>${folder}</m:ParentFolderIds></m:FindItem>`,
      );
      return [...found.itemIds];
    },
    async createCanary(): Promise<string> {
      const body = `<t:Body BodyType="Text">${CANARY_TEXT}</t:Body>`;
      const created = await call(
        `<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId>${DRAFTS}</m:SavedItemFolderId><m:Items><t:Message>${element('Subject', CANARY_SUBJECT)}${body}</t:Message></m:Items></m:CreateItem>`,
      );
      return only(created.itemIds);
    },
    /** @returns the new id: a moved item gets one. */
    async move(id: string, folder: string): Promise<string> {
      const moved = await call(
        `<m:MoveItem><m:ToFolderId>${folder}</m:ToFolderId><m:ItemIds>${itemIdXml(id)}</m:ItemIds></m:MoveItem>`,
      );
      return only(moved.itemIds);
    },
    async purge(id: string): Promise<void> {
      await purging(
        `<m:DeleteItem DeleteType="HardDelete"><m:ItemIds>${itemIdXml(id)}</m:ItemIds></m:DeleteItem>`,
      );
    },
  };
}

function only(ids: readonly string[]): string {
  const [id] = ids;
  if (id === undefined) throw new ProvostError('UnexpectedAnswer');
  return id;
}

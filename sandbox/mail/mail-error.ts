/** Exchange's error codes. EWS and the mail part of Graph share them. */
export const MAIL_ERRORS = {
  ErrorAccessDenied: 'Access is denied. Check credentials and try again.',
  ErrorFolderExists: 'A folder with the specified name already exists.',
  ErrorFolderNotFound: 'The specified folder could not be found in the store.',
  ErrorInvalidIdMalformed: 'Id is malformed.',
  ErrorInvalidRequest: 'The request is invalid.',
  ErrorItemNotFound: 'The specified object was not found in the store.',
  ErrorNonExistentMailbox: 'The SMTP address has no mailbox associated with it.',
  ErrorDeleteDistinguishedFolder: 'Distinguished folders cannot be deleted.',
} as const;
export type MailErrorCode = keyof typeof MAIL_ERRORS;

export class MailError extends Error {
  override readonly name = 'MailError';
  readonly code: MailErrorCode;

  constructor(code: MailErrorCode, message: string = MAIL_ERRORS[code]) {
    super(message);
    this.code = code;
  }
}

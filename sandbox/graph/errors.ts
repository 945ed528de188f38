/** Errors with Microsoft Graph's wording and format. */

export interface RequestIds {
  readonly requestId: string;
  readonly clientRequestId: string;
}

/** An error response. The message becomes the `message` of the body. */
export class GraphError extends Error {
  override readonly name: string = 'GraphError';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

const withoutZone = (now: Date) => now.toISOString().slice(0, 19);

/** What throttling errors of the directory and of SharePoint have in `innerError`, by their code. */
const INNER_ERRORS: Readonly<Record<string, object>> = {
  TooManyRequests: { code: '429', message: 'Please retry after', status: '429' },
  activityLimitReached: { code: 'throttledRequest' },
};

/** The JSON body of an error. Throttling errors have a different `innerError`. */
export function errorBody({ code, message }: GraphError, ids: RequestIds): string {
  const date = withoutZone(new Date());
  const common = { date, 'request-id': ids.requestId, 'client-request-id': ids.clientRequestId };
  const innerError = { ...INNER_ERRORS[code], ...common };
  return JSON.stringify({ error: { code, message, innerError } });
}

export const invalidToken = (): GraphError =>
  new GraphError(401, 'InvalidAuthenticationToken', 'Access token is empty, invalid or expired.', {
    'WWW-Authenticate':
      'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"',
  });

export const accessDenied = (): GraphError =>
  new GraphError(
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  );

export const notFound = (id: string): GraphError =>
  new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );

export const badRequest = (message: string): GraphError =>
  new GraphError(400, 'Request_BadRequest', message);

export const unsupportedQuery = (message: string): GraphError =>
  new GraphError(400, 'Request_UnsupportedQuery', message);

/** An error from the OData layer, before the directory is queried. */
export const invalidQuery = (message: string): GraphError =>
  new GraphError(400, 'BadRequest', message);

export const expiredPageToken = (): GraphError =>
  new GraphError(
    400,
    'Directory_ExpiredPageToken',
    'The page token in the request has expired or does not belong to it.',
  );

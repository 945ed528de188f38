/** Every answer that Microsoft, or anything in between, may give to a call. */
import type { ServerResponse } from 'node:http';

export interface Answer {
  readonly name: string;
  /** The HTTP status; null if the connection gives no whole answer. */
  readonly status: number | null;
  /** Whether it can be the answer to one item of a batch, too. */
  readonly inBatch: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** The error code, if documents list it. Missing for one that they do not. */
  readonly code?: string;
  /** The text of the error, if it means something to us. */
  readonly message?: string;
  /** The calls to which it makes a difference; missing for all. */
  readonly calls?: RegExp;
  /** Sent as it is; missing for an error in the form of the workload. */
  readonly body?: string;
  /** Answers by hand. `whole` is the right answer. */
  readonly by?: (response: ServerResponse, whole: Buffer) => void;
}

const error = (status: number, headers?: Answer['headers'], name = String(status)): Answer => ({
  name,
  status,
  inBatch: true,
  ...(headers && { headers }),
});

const MEGABYTE = Buffer.alloc(1024 * 1024, ' ');
const LARGE = 300;

function sendLarge(response: ServerResponse): void {
  let sent = 0;
  const more = () => {
    while (sent < LARGE && !response.destroyed) {
      sent += 1;
      if (!response.write(MEGABYTE)) return void response.once('drain', more);
    }
    response.end();
  };
  response.writeHead(200, { 'content-type': 'application/json' });
  more();
}

const listed = (status: number, code: string, calls: RegExp): Answer => ({
  ...error(status, undefined, `${status} ${code}`),
  code,
  calls,
});

const OF_GRAPH = /^(?!token|code|signing|EWS)/;

/** Codes that mean something to us, for the calls of their workload. */
const LISTED: readonly Answer[] = [
  listed(403, 'Authorization_RequestDenied', OF_GRAPH),
  listed(404, 'Request_ResourceNotFound', OF_GRAPH),
  listed(400, 'Directory_ExpiredPageToken', /^(list|next page|members)/),
  listed(410, 'syncStateNotFound', /^(new delta token|changes)/),
  listed(500, 'ErrorServerBusy', /^EWS/),
];

/** In seconds, with a fraction: the wait for it is real where calls are held back. */
const SOON = { 'retry-after': '0.1' };

const OF_SHAREPOINT = /site|drive/;
const OF_DRIVES = /^drive/;

/** How SharePoint Online and OneDrive throttle and refuse (SharePoint throttling guidance; errors of Graph). */
const OF_SITES: readonly Answer[] = [
  {
    ...listed(429, 'activityLimitReached', OF_SHAREPOINT),
    name: '429 with RateLimit',
    headers: {
      ...SOON,
      'ratelimit-limit': '1250',
      'ratelimit-remaining': '0',
      'ratelimit-reset': '1',
    },
  },
  {
    ...listed(503, 'serviceNotAvailable', OF_SHAREPOINT),
    name: '503 with Retry-After',
    headers: SOON,
  },
  listed(400, 'invalidRequest', OF_SHAREPOINT),
  listed(403, 'accessDenied', OF_SHAREPOINT),
  listed(404, 'itemNotFound', OF_SHAREPOINT),
  listed(423, 'resourceLocked', OF_SHAREPOINT),
  listed(410, 'resyncChangesApplyDifferences', /changes of sites/),
  {
    ...listed(400, 'BadRequest', OF_SHAREPOINT),
    name: '400 no license',
    message: 'Tenant does not have a SPO license.',
  },
  {
    ...listed(404, 'ResourceNotFound', OF_DRIVES),
    name: '404 no drive',
    message: "User's mysite not found.",
  },
  {
    ...listed(400, 'BadRequest', OF_DRIVES),
    name: '400 no drive',
    message: "Unable to retrieve user's mysite URL.",
  },
];

export const ANSWERS: readonly Answer[] = [
  ...[400, 401, 403, 404, 409, 410, 412, 423].map((status) => error(status)),
  error(429, SOON, '429 with Retry-After'),
  error(429, undefined, '429 without'),
  ...[500, 502, 503, 504].map((status) => error(status)),
  { name: 'HTML', status: 200, inBatch: true, body: '<!DOCTYPE html><title>Sorry</title>' },
  { name: 'empty', status: 200, inBatch: true, body: '' },
  { name: 'dropped', status: null, inBatch: false, by: (response) => void response.destroy() },
  { name: 'silence', status: null, inBatch: false, by: () => undefined },
  {
    name: 'half a body',
    status: null,
    inBatch: false,
    by(response, whole) {
      response.writeHead(200, { 'content-length': String(whole.length + 1) });
      response.write(whole, () => response.destroy());
    },
  },
  { name: '300 MB', status: 200, inBatch: false, by: sendLarge },
  ...LISTED,
  ...OF_SITES,
];

/** An error in the form of the workload that is asked. */
export function errorBody(
  url: string,
  { code, message = 'Nobody knows.' }: Pick<Answer, 'code' | 'message'>,
): { type: string; body: string } {
  if (url.includes('/EWS/')) {
    const fault = `<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring><detail><e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">${code ?? 'ErrorNobodyKnows'}</e:ResponseCode></detail></s:Fault>`;
    return {
      type: 'text/xml',
      body: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${fault}</s:Body></s:Envelope>`,
    };
  }
  const body = url.includes('/oauth2/')
    ? {
        error: 'nobody_knows',
        error_codes: [9_999_999],
        error_description: 'AADSTS9999999: Nobody knows.',
      }
    : { error: { code: code ?? 'NobodyKnows', message } };
  return { type: 'application/json', body: JSON.stringify(body) };
}

/** Network transfers as counted by the browser. */
import type { Visitor } from './visitor.ts';

export interface Transfer {
  readonly url: string;
  readonly type: string;
  /** Compressed, including headers. */
  readonly bytes: number;
}

/** Records everything that this page loads from now on. The list grows. */
export async function countTransfers({ context, page }: Visitor): Promise<readonly Transfer[]> {
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  const begun = new Map<string, { url: string; type: string }>();
  const transfers: Transfer[] = [];
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    begun.set(requestId, { url: response.url, type });
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const request = begun.get(requestId);
    if (request) transfers.push({ ...request, bytes: encodedDataLength });
  });
  return transfers;
}

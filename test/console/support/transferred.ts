/** What the network carried, as the browser counted it. */
import type { Visitor } from './visitor.ts';

export interface Transfer {
  readonly url: string;
  readonly type: string;
  /** On the wire: compressed, headers included. */
  readonly bytes: number;
}

/** Counts everything that this page loads from now on. */
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

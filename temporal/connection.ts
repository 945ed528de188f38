import { Client, Connection, QueryRejectCondition } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';

/** Where Temporal is: an address of our own server, or the official environment's settings. */
export interface TemporalLocation {
  readonly address: string;
  readonly namespace: string;
}

/** The client that the API uses. Its connection is made when first needed. */
export function connectClient(location: TemporalLocation): Client {
  const connection = Connection.lazy(connectionOptions(location));
  // A closed workflow has nothing to say: what it was is in its history.
  const workflow = { queryRejectCondition: QueryRejectCondition.NOT_OPEN };
  return new Client({ connection, namespace: location.namespace, workflow });
}

/** The connection that a worker polls through; waits until the server is there. */
export function connectWorker(location: TemporalLocation): Promise<NativeConnection> {
  return NativeConnection.connect(connectionOptions(location));
}

function connectionOptions({ address }: TemporalLocation) {
  const { connectionOptions: fromEnvironment } = loadClientConnectConfig();
  const { tls, apiKey, metadata } = fromEnvironment;
  return { address, tls, metadata, ...(typeof apiKey === 'string' && { apiKey }) };
}

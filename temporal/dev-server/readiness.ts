/** Waits for a Temporal server: its namespace must answer and have the search attributes. */
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';

/** Names of `--search-attribute`, and the numbers of `temporal.api.enums.v1.IndexedValueType`. */
const INDEXED_VALUE_TYPES = {
  Text: 1,
  Keyword: 2,
  Int: 3,
  Double: 4,
  Bool: 5,
  Datetime: 6,
  KeywordList: 7,
} as const;

/** The Temporal CLI's name of a search attribute's type. */
type SearchAttributeTypeName = keyof typeof INDEXED_VALUE_TYPES;
export type SearchAttributes = Readonly<Record<string, SearchAttributeTypeName>>;

export interface Expectation {
  /** `host:port` */
  readonly address: string;
  readonly namespace: string;
  readonly searchAttributes: SearchAttributes;
}

const POLL_EVERY_MS = 50;

/**
 * Polls until the server is ready, the time is over or the signal is aborted.
 * @throws the last error of the server.
 */
export async function waitUntilReady(
  expectation: Expectation,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await ask(expectation);
    } catch (error) {
      if (signal.aborted || performance.now() > deadline) throw error;
    }
    await delay(POLL_EVERY_MS);
  }
}

async function ask({ address, namespace, searchAttributes }: Expectation): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '1 second' });
  try {
    await connection.withDeadline(Date.now() + 5_000, async () => {
      await connection.workflowService.describeNamespace({ namespace });
      await addMissingAttributes(connection, namespace, searchAttributes);
    });
  } finally {
    await connection.close();
  }
}

/** The server registers those of its command line only when it creates the namespace. Later ones are added here. */
async function addMissingAttributes(
  { operatorService }: Connection,
  namespace: string,
  wanted: SearchAttributes,
): Promise<void> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(wanted).filter(([name]) => !(name in customAttributes));
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(
    missing.map(([name, type]) => [name, INDEXED_VALUE_TYPES[type]]),
  );
  await operatorService.addSearchAttributes({ namespace, searchAttributes });
}

import type { Graph } from '../microsoft/graph.ts';
import type { Identity } from '../microsoft/identity.ts';
import type { Change } from '../store/change-feed.ts';
import type { Store } from '../store/store.ts';
import type { AccountGateway } from './account-gateway.ts';
import type { AccountReader } from './account-document.ts';
import type { AttemptCookie } from './attempt-cookie.ts';
import type { Authentication } from './authentication/authentication.ts';

/** What the API is given by whoever starts it. */
export interface ApiDependencies {
  /** The console's public origin, e.g. `https://provost.example`. */
  readonly origin: string;
  readonly store: Store;
  readonly authentication: Authentication;
  readonly gateway: AccountGateway;
  readonly accounts: AccountReader;
  readonly attemptCookie: AttemptCookie;
  readonly identity: Identity;
  readonly graph: Graph;
  readonly changes: { subscribe(listener: (change: Change | 'missed') => void): () => void };
  /** Resolves when the part of that name answers. */
  readonly readiness: Readonly<Record<string, () => Promise<unknown>>>;
  readonly report: (error: unknown, correlationId: string) => void;
}

/** Connects to public addresses only, whatever a name resolves to by then. */
import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { buildConnector } from 'undici';
import { type AddressRules, literalAddress, mayConnectTo } from './addresses.ts';

/** Resolves a name. Of tests, which have answers of their own. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** An address that we do not connect to. */
export class RefusedAddress extends Error {
  override readonly name = 'RefusedAddress';
}

const resolveBySystem: Resolve = (hostname) => systemLookup(hostname, { all: true });

/**
 * A connector for undici. The name is resolved once, and the socket connects to the very addresses
 * that were checked, so a name that changes its answer in between gains nothing. One address that is
 * not allowed refuses the name. What the socket is connected to is checked once more.
 */
export function guardedConnector(
  rules: AddressRules & { readonly timeout: number },
  resolve: Resolve = resolveBySystem,
): buildConnector.connector {
  const connect = buildConnector({ timeout: rules.timeout, lookup: guardedLookup(rules, resolve) });
  return (options, callback) => {
    // Sockets do not look addresses up that are not names.
    const literal = literalAddress(options.hostname);
    if (literal !== null && !mayConnectTo(literal, rules)) {
      callback(new RefusedAddress(), null);
      return;
    }
    connect(options, (error, socket) => {
      if (error !== null) {
        callback(error, null);
      } else if (mayConnectTo(socket.remoteAddress ?? '', rules)) {
        callback(null, socket);
      } else {
        socket.destroy();
        callback(new RefusedAddress(), null);
      }
    });
  };
}

function guardedLookup(rules: AddressRules, resolve: Resolve): LookupFunction {
  const allowed = callbackify(async (hostname: string) => {
    const addresses = await resolve(hostname);
    const [first] = addresses;
    const refused = !addresses.every(({ address }) => mayConnectTo(address, rules));
    if (first === undefined || refused) throw new RefusedAddress();
    return { first, addresses };
  });
  return (hostname, { all }, callback) => {
    allowed(hostname, (error, found) => {
      if (error) callback(error, '', 0);
      else if (all) callback(null, [...found.addresses]);
      else callback(null, found.first.address, found.first.family);
    });
  };
}

/** Which addresses webhooks may go to. Customers choose them, so they must not lead into our network. */
import ipaddr from 'ipaddr.js';
import { ProvostError } from '../domain/failures.ts';
import { MAX_WEBHOOK_ADDRESS_LENGTH } from '../domain/webhooks.ts';

export interface AddressRules {
  /** For the embedded default, whose endpoints run on the same machine. */
  readonly allowLoopback: boolean;
}

/** The addresses of IPv6 that are assigned to the internet. */
const GLOBAL = ipaddr.parseCIDR('2000::/3');

/**
 * Whether we may connect to an IP address. Only plain addresses of the internet: not private,
 * link-local, shared (100.64.0.0/10), reserved, multicast or metadata addresses, and none that
 * carries an IPv4 address within IPv6 (mapped, 6to4, NAT64, Teredo).
 */
export function mayConnectTo(address: string, { allowLoopback }: AddressRules): boolean {
  // A zone, such as in fe80::1%eth0, exists only for addresses that are not public.
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range === 'loopback') return allowLoopback;
  if (range !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL);
}

/** The host of a URL as an IP address, without the brackets of IPv6; null for a name. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : null;
}

/** Names that no public resolver knows. What others resolve to is checked when we connect. */
const PRIVATE_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|localdomain)\.?$/i;

/**
 * Checks the address of an endpoint as far as the text tells.
 * @returns the address as it will be called.
 * @throws ProvostError WebhookAddressInvalid, WebhookAddressInsecure, WebhookAddressNotPublic
 */
export function checkEndpointAddress(text: string, rules: AddressRules): string {
  if (text.length > MAX_WEBHOOK_ADDRESS_LENGTH || !URL.canParse(text)) throw invalid();
  const url = new URL(text);
  const web = url.protocol === 'https:' || url.protocol === 'http:';
  if (!web || url.username !== '' || url.password !== '' || url.hash !== '') throw invalid();
  const loopback = rules.allowLoopback && isLoopback(url.hostname);
  if (url.protocol === 'http:' && !loopback) throw new ProvostError('WebhookAddressInsecure');
  if (!loopback && !isPublic(url.hostname)) throw new ProvostError('WebhookAddressNotPublic');
  return url.href;
}

const invalid = () => new ProvostError('WebhookAddressInvalid');

function isLoopback(hostname: string): boolean {
  const address = literalAddress(hostname);
  return address === null ? hostname === 'localhost' : ipaddr.parse(address).range() === 'loopback';
}

function isPublic(hostname: string): boolean {
  const address = literalAddress(hostname);
  if (address !== null) return mayConnectTo(address, { allowLoopback: false });
  return hostname.includes('.') && !PRIVATE_NAME.test(hostname);
}

import { describe, expect, test } from 'vitest';
import { MAX_WEBHOOK_ADDRESS_LENGTH } from '../domain/webhooks.ts';
import { checkEndpointAddress, mayConnectTo } from './addresses.ts';

const PRODUCTION = { allowLoopback: false };
const EMBEDDED = { allowLoopback: true };

const NOT_PUBLIC = [
  ['this network', '0.0.0.0'],
  ['private', '10.1.2.3'],
  ['private', '172.16.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.1.1'],
  ['shared by a provider', '100.64.0.1'],
  ['link-local', '169.254.1.1'],
  ['metadata', '169.254.169.254'],
  ['metadata of IPv6', 'fd00:ec2::254'],
  ['protocol assignments', '192.0.0.192'],
  ['documentation', '203.0.113.7'],
  ['benchmarks', '198.18.0.1'],
  ['multicast', '224.0.0.1'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['unspecified', '::'],
  ['unique local', 'fc00::1'],
  ['link-local', 'fe80::1'],
  ['link-local with a zone', 'fe80::1%eth0'],
  ['site-local', 'fec0::1'],
  ['multicast', 'ff02::1'],
  ['documentation', '2001:db8::1'],
  ['not assigned', '4000::1'],
  ['mapped IPv4', '::ffff:10.0.0.1'],
  ['mapped IPv4 that is public', '::ffff:8.8.8.8'],
  ['compatible IPv4', '::10.0.0.1'],
  ['6to4', '2002:7f00:1::'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ['NAT64', '64:ff9b::7f00:1'],
  ['local NAT64', '64:ff9b:1::a00:1'],
  ['no address', 'localhost'],
  ['empty', ''],
] as const;

describe('we connect', () => {
  test.each(NOT_PUBLIC)('to no address that is %s: %s', (_, address) => {
    expect(mayConnectTo(address, PRODUCTION)).toBe(false);
    expect(mayConnectTo(address, EMBEDDED)).toBe(false);
  });

  test.each(['127.0.0.1', '127.255.0.1', '::1'])('to loopback %s only where allowed', (address) => {
    expect(mayConnectTo(address, PRODUCTION)).toBe(false);
    expect(mayConnectTo(address, EMBEDDED)).toBe(true);
  });

  test('to no loopback address that is mapped into IPv6', () => {
    expect(mayConnectTo('::ffff:127.0.0.1', EMBEDDED)).toBe(false);
  });

  test.each(['8.8.8.8', '2606:4700::1111'])('to the public address %s', (address) => {
    expect(mayConnectTo(address, PRODUCTION)).toBe(true);
  });
});

const REFUSED = [
  ['WebhookAddressInvalid', 'hooks.contoso.com/in'],
  ['WebhookAddressInvalid', ''],
  ['WebhookAddressInvalid', 'javascript:alert(1)'],
  ['WebhookAddressInvalid', 'ftp://hooks.contoso.com/'],
  ['WebhookAddressInvalid', 'https://ada@hooks.contoso.com/'],
  ['WebhookAddressInvalid', 'https://ada:secret@hooks.contoso.com/'],
  ['WebhookAddressInvalid', 'https://hooks.contoso.com/#part'],
  ['WebhookAddressInvalid', `https://hooks.contoso.com/${'a'.repeat(MAX_WEBHOOK_ADDRESS_LENGTH)}`],
  ['WebhookAddressInsecure', 'http://hooks.contoso.com/'],
  ['WebhookAddressInsecure', 'http://127.0.0.1/'],
  ['WebhookAddressNotPublic', 'https://127.0.0.1/'],
  ['WebhookAddressNotPublic', 'https://localhost/'],
  ['WebhookAddressNotPublic', 'https://intranet/'],
  ['WebhookAddressNotPublic', 'https://api.internal/'],
  ['WebhookAddressNotPublic', 'https://printer.local./'],
  ['WebhookAddressNotPublic', 'https://169.254.169.254/latest/meta-data'],
  ['WebhookAddressNotPublic', 'https://[::ffff:7f00:1]/'],
  ['WebhookAddressNotPublic', 'https://[fd00:ec2::254]/'],
  // Other spellings of 127.0.0.1 and 10.0.0.1.
  ['WebhookAddressNotPublic', 'https://2130706433/'],
  ['WebhookAddressNotPublic', 'https://0x7f.1/'],
  ['WebhookAddressNotPublic', 'https://0177.0.0.1/'],
  ['WebhookAddressNotPublic', 'https://１０.0.0.1/'],
] as const;

describe('the address of an endpoint', () => {
  test.each(REFUSED)('is refused with %s: %s', (type, address) => {
    expect(() => checkEndpointAddress(address, PRODUCTION)).toThrow(
      expect.objectContaining({ type }),
    );
  });

  test('may be of any public host, port and path', () => {
    const address = 'https://hooks.contoso.com:8443/in?from=provost';
    expect(checkEndpointAddress(address, PRODUCTION)).toBe(address);
    expect(checkEndpointAddress('https://8.8.8.8/', PRODUCTION)).toBe('https://8.8.8.8/');
  });

  test('may be loopback, even without https, only where allowed', () => {
    for (const address of ['http://127.0.0.1:9/', 'http://localhost:9/', 'http://[::1]:9/']) {
      expect(checkEndpointAddress(address, EMBEDDED)).toBe(address);
    }
    for (const address of ['http://10.0.0.1/', 'http://hooks.contoso.com/']) {
      expect(() => checkEndpointAddress(address, EMBEDDED)).toThrow(
        expect.objectContaining({ type: 'WebhookAddressInsecure' }),
      );
    }
  });
});

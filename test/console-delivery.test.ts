/** Delivery of the built console: headers, compression, caching and paths. */
import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { parse } from 'node-html-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LANGUAGE_COOKIE } from '../domain/languages.ts';
import { DEMO_ADMINISTRATOR } from '../api/authentication/seeds.ts';
import { Browser } from './support/browser.ts';
import { signInToConsole } from './support/console-client.ts';
import { type Stack, startStack } from './support/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ console: true });
});
afterAll(() => stack?.close());

async function openDocument(path = '/', headers: Record<string, string> = {}) {
  const answer = await fetch(`${stack.origin}${path}`, { headers });
  const document = parse(await answer.text());
  return {
    status: answer.status,
    headers: answer.headers,
    document,
    policy: policyOf(answer.headers),
    nonce: document.querySelector('meta[name=csp-nonce]')?.getAttribute('content') ?? '',
  };
}

function policyOf(headers: Headers): Record<string, string[]> {
  const directives = (headers.get('content-security-policy') ?? '').split('; ');
  return Object.fromEntries(
    directives.map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
}

const STRICT = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

interface RawAnswer {
  readonly status: number | undefined;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** The raw answer: `fetch` would decompress it and normalize the path. */
function get(path: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
  const { hostname, port } = new URL(stack.origin);
  return new Promise((resolve, reject) => {
    const asking = request({ hostname, port, path, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode,
          headers: new Headers(answer.headers as Record<string, string>),
          body: Buffer.concat(parts),
        }),
      );
    });
    asking.on('error', reject).end();
  });
}

async function entryScript(): Promise<string> {
  const { document } = await openDocument();
  return document.querySelector('script[type=module]')?.getAttribute('src') ?? '';
}

describe('the document', () => {
  test('has a policy that allows only our own files and styles with its nonce', async () => {
    const { headers, policy, nonce } = await openDocument();
    expect(nonce).toMatch(/^[\w+/]{22}==$/);
    expect(policy).toEqual({ ...STRICT, 'style-src': ["'self'", `'nonce-${nonce}'`] });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-type')).toBe('text/html; charset=UTF-8');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('camera=()');
  });

  test('has a fresh nonce each time', async () => {
    const nonces = await Promise.all([1, 2, 3].map(async () => (await openDocument()).nonce));
    expect(new Set(nonces).size).toBe(3);
  });

  test('contains nothing that the policy would block', async () => {
    const { document } = await openDocument();
    const scripts = document.querySelectorAll('script');
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) {
      expect(script.text).toBe('');
      expect(script.getAttribute('src')).toMatch(/^\/assets\//);
    }
    expect(document.querySelectorAll('style, [style]')).toEqual([]);
    const attributes = document.querySelectorAll('*').flatMap((it) => Object.keys(it.attributes));
    expect(attributes.filter((name) => name.startsWith('on'))).toEqual([]);
    for (const link of document.querySelectorAll('link')) {
      expect(link.getAttribute('href')).toMatch(/^\/[^/]/);
    }
  });

  test.each(['/administration/service-accounts', '/a/name.with.dots/b', '/index.html', '/apis'])(
    'is also the answer to %s',
    async (path) => {
      const { status, document } = await openDocument(path);
      expect(status).toBe(200);
      expect(document.querySelector('#root')).not.toBeNull();
      expect(document.toString()).not.toContain('__CSP_NONCE__');
    },
  );

  test('has the language of the cookie in its lang attribute', async () => {
    const languageOf = async (headers: Record<string, string>) =>
      (await openDocument('/', headers)).document.querySelector('html')?.getAttribute('lang');
    expect(await languageOf({})).toBe('en');
    expect(await languageOf({ cookie: `${LANGUAGE_COOKIE}=es` })).toBe('es');
  });
});

describe('a file of the console', () => {
  test.each([
    { accepted: 'gzip, deflate, br', encoding: 'br', unpack: brotliDecompressSync },
    { accepted: 'gzip', encoding: 'gzip', unpack: gunzipSync },
    { accepted: 'identity', encoding: null, unpack: (body: Buffer) => body },
  ])(
    'is encoded as $encoding if the browser accepts $accepted',
    async ({ accepted, encoding, unpack }) => {
      const path = await entryScript();
      const { status, headers, body } = await get(path, { 'accept-encoding': accepted });
      expect(status).toBe(200);
      expect(headers.get('content-encoding')).toBe(encoding);
      expect(headers.get('vary')).toBe('accept-encoding');
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(headers.get('content-type')).toMatch(/^text\/javascript/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(policyOf(headers)).toEqual(STRICT);
      expect(headers.get('content-length')).toBe(String(body.length));
      const plain = Buffer.from(await (await fetch(`${stack.origin}${path}`)).arrayBuffer());
      expect(unpack(body).equals(plain)).toBe(true);
    },
  );

  test('at the root is cached for an hour, because its name has no hash', async () => {
    const { status, headers } = await get('/icon.svg');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^image\/svg\+xml/);
    expect(headers.get('cache-control')).toBe('public, max-age=3600');
  });

  test.each([
    '/assets/index-of-yesterday.js',
    '/assets/',
    '/assets/..%2findex.html',
    '/assets/..%5cindex.html',
    '/assets//etc/passwd',
    '/favicon.ico',
    '/robots.txt',
  ])('that does not exist is not found: %s', async (path) => {
    const { status, headers, body } = await get(path);
    expect(status).toBe(404);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(JSON.parse(body.toString())).toMatchObject({ code: 'NotFound' });
  });

  test.each([
    '/.built-from',
    '/assets/../.built-from',
    '/assets/%2e%2e/.built-from',
    '/index.html.br',
  ])('of the build itself is not served: %s', async (path) => {
    const { status, body } = await get(path);
    expect(status).toBe(200);
    expect(parse(body.toString()).querySelector('#root')).not.toBeNull();
  });

  test.each(['/assets/../../package.json', '/../package.json', '/%2e%2e/%2e%2e/package.json'])(
    'outside the folder is never served: %s',
    async (path) => {
      expect((await get(path)).body.toString()).not.toContain('"provost"');
    },
  );
});

describe('addresses outside the console', () => {
  test.each(['/consents/elsewhere', '/healthz/elsewhere', '/readyz/elsewhere'])(
    '%s answers a problem document',
    async (path) => {
      const { status, headers, body } = await get(path);
      expect(status).toBe(404);
      expect(headers.get('content-type')).toBe('application/problem+json');
      expect(JSON.parse(body.toString())).toMatchObject({ code: 'NotFound' });
    },
  );

  test('an unknown address of the API answers a problem document with the strict policy', async () => {
    const browser = new Browser();
    await signInToConsole(browser, stack.origin, DEMO_ADMINISTRATOR);
    const answer = await browser.fetch(`${stack.origin}/api/elsewhere`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(policyOf(answer.headers)).toEqual(STRICT);
  });

  test('only GET and HEAD get the document', async () => {
    const answer = await fetch(stack.origin, { method: 'POST' });
    expect(answer.status).toBe(404);
    expect(policyOf(answer.headers)).toEqual(STRICT);
  });
});

/** Security and cache headers. */
import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { NONCE, secureHeaders } from 'hono/secure-headers';

const POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  manifestSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};
type Policy = NonNullable<
  NonNullable<Parameters<typeof secureHeaders>[0]>['contentSecurityPolicy']
>;

const OTHER_HEADERS = {
  xFrameOptions: 'DENY',
  referrerPolicy: 'no-referrer',
  permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
};

/** No inline content, no other origins, no framing. Headers that a route has set with `policy` are kept. */
export const strictHeaders = (): MiddlewareHandler =>
  secureHeaders({ ...OTHER_HEADERS, contentSecurityPolicy: POLICY, overwrite: false });

/** For a route that needs more than the strict policy: pass only the differences. */
export const policy = (changes: Policy): MiddlewareHandler =>
  secureHeaders({ ...OTHER_HEADERS, contentSecurityPolicy: { ...POLICY, ...changes } });

/** Allows the console's own style elements by a nonce that is new in every response. */
export const noncePolicy = (): MiddlewareHandler =>
  policy({ styleSrc: [...POLICY.styleSrc, NONCE] });

/** API responses contain personal data: no cache may store them. */
export const noStore: MiddlewareHandler = createMiddleware(async (c, next) => {
  await next();
  c.header('cache-control', 'no-store');
});

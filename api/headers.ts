/** What every answer tells the browser to refuse. */
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

const OTHERS = {
  xFrameOptions: 'DENY',
  referrerPolicy: 'no-referrer',
  permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
};

/** Nothing inline, nothing from elsewhere, in no frame; what a route has set with `policy` stays. */
export const strictHeaders = (): MiddlewareHandler =>
  secureHeaders({ ...OTHERS, contentSecurityPolicy: POLICY, overwrite: false });

/** For a route that needs more than the strict policy: names just what differs. */
export const policy = (changes: Policy): MiddlewareHandler =>
  secureHeaders({ ...OTHERS, contentSecurityPolicy: { ...POLICY, ...changes } });

/** Lets the console's own style elements in, by a nonce that is new with every answer. */
export const noncePolicy = (): MiddlewareHandler =>
  policy({ styleSrc: [...POLICY.styleSrc, NONCE] });

/** What the API answers belongs to somebody: no cache may keep it. */
export const noStore: MiddlewareHandler = createMiddleware(async (c, next) => {
  await next();
  c.header('cache-control', 'no-store');
});

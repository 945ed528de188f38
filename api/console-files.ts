/** The built console: one document for all its addresses, and the files that it loads. */
import { serveStatic } from '@hono/node-server/serve-static';
import type { Context, Env, Hono, MiddlewareHandler } from 'hono';
import { except } from 'hono/combine';
import { createMiddleware } from 'hono/factory';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProvostError } from '../domain/failures.ts';
import type { AppEnvironment } from './context.ts';
import { noncePolicy } from './headers.ts';
import { languageOf, textsOf } from './pages/language.ts';
import { page } from './pages/page.ts';

/** Not the console's: an unknown address below these is a 404, not the console's document. */
const NOT_CONSOLE = ['/api/*', '/consents/*', '/healthz/*', '/readyz/*'];
/** Their names contain a hash of their content. */
const ASSETS = { path: '/assets/*', cacheControl: 'public, max-age=31536000, immutable' };
const ROOT_FILES = {
  path: '/:file{[a-z][a-z-]*\\.(?:svg|png|ico|txt|webmanifest)}',
  cacheControl: 'public, max-age=3600',
};
/** The placeholder for the nonce in `console/index.html`. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/**
 * Adds the console's routes: every address without a route of its own returns the document.
 * @param folder the build output; read on each request, so it may be created later
 */
export function serveConsole<E extends Env>(app: Hono<E>, folder: string | null): void {
  for (const { path, cacheControl } of [ASSETS, ROOT_FILES]) {
    app.get(path, cached(cacheControl), filesOf(folder), refuse);
  }
  const answer = (c: Context<AppEnvironment>) => answerDocument(c, folder);
  app.get('*', except(NOT_CONSOLE, noncePolicy(), answer as MiddlewareHandler));
}

/** Files are compressed at build time, not for each response. */
function filesOf(folder: string | null): MiddlewareHandler {
  if (folder === null) return refuse;
  return serveStatic({ precompressed: true, rewriteRequestPath: (path) => join(folder, path) });
}

const refuse = (): never => {
  throw new ProvostError('NotFound');
};

const cached = (cacheControl: string): MiddlewareHandler =>
  createMiddleware(async (c, next) => {
    await next();
    if (!c.res.ok) return;
    c.header('cache-control', cacheControl);
    // Also on uncompressed responses: a cache must not send one encoding to all clients.
    c.header('vary', 'accept-encoding');
  });

async function answerDocument(
  c: Context<AppEnvironment>,
  folder: string | null,
): Promise<Response> {
  const document = folder && (await readIfExists(join(folder, 'index.html')));
  if (!document) return answerNotBuilt(c);
  c.header('cache-control', 'no-store');
  const nonce = c.get('secureHeadersNonce') ?? '';
  return c.html(
    document
      .replaceAll(NONCE_PLACEHOLDER, nonce)
      .replace('<html lang="en">', `<html lang="${languageOf(c)}">`),
  );
}

function answerNotBuilt(c: Context<AppEnvironment>): Response {
  const { title, how, meanwhile } = textsOf(c).texts.notBuilt;
  return page(c, 503, { title, mark: 'attention', lines: [how, meanwhile] });
}

function readIfExists(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

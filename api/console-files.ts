/** The built console: one document for every address of it, and the files that it loads. */
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

/** Never the console's: what is mistyped below these is not answered by its document. */
const OTHERS = ['/api/*', '/consents/*', '/healthz/*', '/readyz/*'];
/** Their names hold a hash of their content. */
const ASSETS = { path: '/assets/*', cacheControl: 'public, max-age=31536000, immutable' };
const ROOT_FILES = {
  path: '/:file{[a-z][a-z-]*\\.(?:svg|png|ico|txt|webmanifest)}',
  cacheControl: 'public, max-age=3600',
};
/** What `console/index.html` holds in place of a nonce. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/**
 * Adds the console's routes: any address that nothing else has is answered by its document.
 * @param folder what was built; it is looked into at each request, so it may come later.
 */
export function serveConsole<E extends Env>(app: Hono<E>, folder: string | null): void {
  for (const { path, cacheControl } of [ASSETS, ROOT_FILES]) {
    app.get(path, kept(cacheControl), filesOf(folder), refuse);
  }
  const answer = (c: Context<AppEnvironment>) => answerDocument(c, folder);
  app.get('*', except(OTHERS, noncePolicy(), answer as MiddlewareHandler));
}

/** Compressed when the console was built, not with every answer. */
function filesOf(folder: string | null): MiddlewareHandler {
  if (folder === null) return refuse;
  return serveStatic({ precompressed: true, rewriteRequestPath: (path) => join(folder, path) });
}

const refuse = (): never => {
  throw new ProvostError('NotFound');
};

const kept = (cacheControl: string): MiddlewareHandler =>
  createMiddleware(async (c, next) => {
    await next();
    if (!c.res.ok) return;
    c.header('cache-control', cacheControl);
    // Also on the plain answer: a cache must not give it, or a compressed one, to everybody.
    c.header('vary', 'accept-encoding');
  });

async function answerDocument(
  c: Context<AppEnvironment>,
  folder: string | null,
): Promise<Response> {
  const document = folder && (await readIfThere(join(folder, 'index.html')));
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

function readIfThere(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

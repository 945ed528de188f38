/** For load balancers and orchestrators. */
import { Hono } from 'hono';
import type { AppEnvironment } from '../context.ts';
import type { ApiDependencies } from '../dependencies.ts';

/** `/healthz`: the process is running. `/readyz`: all its dependencies answer, else which ones do not. */
export function healthRoutes({ readiness }: Pick<ApiDependencies, 'readiness'>) {
  const app = new Hono<AppEnvironment>();
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    const parts = await Promise.all(
      Object.entries(readiness).map(
        async ([name, check]) => [name, await answersNow(check)] as const,
      ),
    );
    const ready = parts.every(([, up]) => up);
    const states = Object.fromEntries(
      parts.map(([name, up]) => [name, up ? 'ready' : 'not ready']),
    );
    return c.json({ status: ready ? 'ready' : 'not ready', parts: states }, ready ? 200 : 503);
  });
  return app;
}

/** In milliseconds. An orchestrator needs an answer even if a connection hangs. */
const LONGEST_CHECK = 3000;

async function answersNow(check: () => Promise<unknown>): Promise<boolean> {
  try {
    const late = new Promise<false>((resolve) => {
      setTimeout(() => resolve(false), LONGEST_CHECK).unref();
    });
    return await Promise.race([check().then(() => true), late]);
  } catch {
    return false;
  }
}

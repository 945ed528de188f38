import type { OpenAPIHono } from '@hono/zod-openapi';
import { html } from 'hono/html';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getAbsoluteFSPath } from 'swagger-ui-dist';
import type { AppEnvironment } from './context.ts';
import { describeWebhooks } from './webhook-documents.ts';

const FILES = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
} as const;

const START = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#page' });`;

/** The OpenAPI document at `/api/openapi.json`, and a page to read it at `/api/docs`. */
export function serveDocumentation(app: OpenAPIHono<AppEnvironment>): void {
  describeWebhooks(app);
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Provost',
      version: '1',
      description:
        'Sign in at `POST /api/auth/sign-in/email` with `email` and `password`; the session is a cookie. Failures are problem details (RFC 9457) with a stable `code`.',
    },
  });
  for (const [file, type] of Object.entries(FILES)) {
    app.get(`/api/docs/${file}`, async (c) =>
      c.body(await readFile(join(getAbsoluteFSPath(), file), 'utf8'), 200, {
        'content-type': type,
      }),
    );
  }
  app.get('/api/docs/start.js', (c) => c.body(START, 200, { 'content-type': 'text/javascript' }));
  app.get('/api/docs', (c) =>
    c.html(
      html`<!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>API · Provost</title>
            <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
          </head>
          <body>
            <div id="page"></div>
            <script src="/api/docs/swagger-ui-bundle.js"></script>
            <script src="/api/docs/start.js"></script>
          </body>
        </html>`,
    ),
  );
}

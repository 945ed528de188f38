/** Takes the screenshots of the README from its own stack. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launchChromium } from '../support/chromium.ts';
import { completeConsents, openSession, until } from '../support/console-session.ts';
import { startStack } from '../support/stack.ts';
import { start, submitAndWait } from '../support/walk.ts';
import { consolePage, CONTOSO, provisionPath } from './support/console-page.ts';
import { provisionPage } from './support/provision-page.ts';
import { openVisitor } from './support/visitor.ts';

const FOLDER = join(import.meta.dirname, '../../docs/screenshots');

const stack = await startStack({ users: 1000, console: true });
const chromium = await launchChromium();
try {
  await mkdir(FOLDER, { recursive: true });
  const session = await openSession(stack);
  const visitor = await openVisitor(chromium, stack.origin, { height: 810 });
  const { page } = visitor;
  const console = consolePage(visitor);
  const provisioning = provisionPage(visitor);
  // Without waiting for transitions, such as that of a hovered card.
  const take = (name: string) =>
    page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });

  await console.open(`${CONTOSO}/dashboard`);
  await console.service.hover();
  await console.provision.waitFor();
  await take('dashboard');

  await start(session);
  await console.open(provisionPath(CONTOSO));
  await provisioning.step('exchange').clickHere.waitFor();
  await take('consents');

  await completeConsents(session);
  await submitAndWait(session, { method: 'all' });
  await until(session.client, ({ directory }) => directory?.mailboxUnknown === 0);
  await provisioning.protected.waitFor();
  await console.hoverRing(
    visitor.t('notifications:message.protected', { service: 'Exchange Online' }),
  );
  await take('protected');
} finally {
  await chromium.close();
  await stack.close();
}

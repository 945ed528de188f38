/** The sandbox's mail server: takes every mail and delivers it nowhere. */
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { callbackify } from 'node:util';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { SentMails } from './mailbox.ts';

const MAX_BYTES = 1024 * 1024;
/** In milliseconds. */
const CLOSE_TIMEOUT = 1000;

export interface ListeningSmtp {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Without TLS and without sign-in, on loopback only. */
export async function listenSmtp(
  mails: SentMails,
  { port, host }: { port: number; host: string },
): Promise<ListeningSmtp> {
  const receive = callbackify(
    async (stream: Readable, { mailFrom, rcptTo }: SMTPServerSession['envelope']) => {
      const from = mailFrom === false ? '' : mailFrom.address;
      const to = rcptTo.map(({ address }) => address);
      await mails.add({ from, to }, await buffer(stream));
      await mails.answered();
    },
  );
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    authOptional: true,
    disableReverseLookup: true,
    size: MAX_BYTES,
    banner: 'Sandbox, delivers nothing',
    logger: false,
    closeTimeout: CLOSE_TIMEOUT,
    onConnect(_session, done) {
      done(mails.faults.down ? failure(421, 'The sandbox plays a server that is down') : undefined);
    },
    onRcptTo(_address, _session, done) {
      const { refuse } = mails.faults;
      done(refuse === null ? undefined : failure(refuse, 'The sandbox refuses recipients'));
    },
    onData(stream, { envelope }, done) {
      receive(stream, envelope, (error) => done(error));
    },
  });
  // A client that goes away is no failure of the sandbox.
  server.on('error', () => undefined);
  const listening = server.listen(port, host);
  await Promise.race([
    once(listening, 'listening'),
    once(listening, 'error').then(([error]) => Promise.reject(readable(error, port))),
  ]);
  const address = listening.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  mails.server = `smtp://${host.includes(':') ? `[${host}]` : host}:${bound}`;
  return {
    port: bound,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const failure = (responseCode: number, message: string) =>
  Object.assign(new Error(message), { responseCode });

const readable = (error: unknown, port: number): unknown =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    ? new Error(
        `Port ${port} is already in use. Choose another one for the sandbox's mail server.`,
        {
          cause: error,
        },
      )
    : error;

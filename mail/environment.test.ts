import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ConfigurationError, readConfiguration } from '../domain/configuration.ts';
import { mailEnvironment, mailProblems, toMailServer } from './environment.ts';

const read = (environment: NodeJS.ProcessEnv) =>
  toMailServer(
    readConfiguration(z.object(mailEnvironment.shape), environment, (given) =>
      mailProblems(given, ['MAIL_FROM']),
    ),
  );

describe('the settings of mail', () => {
  test('are a server and a sender, with or without a name', () => {
    const url = 'smtps://user:p%40ss@mail.example.com:465';
    expect(read({ SMTP_URL: url, MAIL_FROM: 'Provost Alerts <alerts@example.com>' })).toEqual({
      url,
      from: { name: 'Provost Alerts', address: 'alerts@example.com' },
    });
    expect(read({ SMTP_URL: 'smtp://localhost:2525', MAIL_FROM: 'alerts@example.com' })).toEqual({
      url: 'smtp://localhost:2525',
      from: { name: 'Provost', address: 'alerts@example.com' },
    });
  });

  test('may be absent: mail is off then', () => {
    expect(read({})).toBeNull();
    expect(read({ SMTP_URL: '', MAIL_FROM: '' })).toBeNull();
  });

  test.each([
    ['http://mail.example.com'],
    ['mail.example.com:465'],
    ['smtp://'],
    ['smtp://mail.example.com/?requireTLS=false'],
    ['smtps://mail.example.com?tls.rejectUnauthorized=false'],
    ['smtp://mail.example.com/path'],
    ['smtp://mail.example.com#fragment'],
  ])('refuse %s as a server, without repeating it', (url) => {
    const reading = () => read({ SMTP_URL: url, MAIL_FROM: 'alerts@example.com' });
    expect(reading).toThrow(ConfigurationError);
    expect(reading).toThrow(/SMTP_URL: must be the address of a mail server/);
  });

  test.each([
    ['Provost'],
    ['a@example.com, b@example.com'],
    ['Provost\r\nBcc: b@example.com <a@example.com>'],
    ['Provost <a@example.com> <b@example.com>'],
  ])('refuse %j as a sender', (from) => {
    expect(() => read({ SMTP_URL: 'smtp://localhost', MAIL_FROM: from })).toThrow(
      /MAIL_FROM: must/,
    );
  });

  test('need a sender for a server', () => {
    expect(() => read({ SMTP_URL: 'smtp://localhost' })).toThrow(
      'MAIL_FROM: is needed to send mail by SMTP_URL',
    );
  });
});

import { expect, test } from 'vitest';
import { JsonOutput } from './json-output.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

test('pieces of any length are returned in order', () => {
  const output = new JsonOutput();
  const name = '愛子 & Zoë 👩🏽‍🚀';
  const long = name.repeat(40_000);
  output.ascii('[');
  output.item(() => output.text(`"a":"${long}"`));
  output.item(() => output.bytes(Buffer.from(`"b":"${name}"`)));
  output.ascii(']}');
  expect(text(output.finish('{"value":'))).toBe(`{"value":[{"a":"${long}"},{"b":"${name}"}]}`);
});

test('the head may exceed its reserved space', () => {
  const output = new JsonOutput();
  output.ascii('end');
  const head = 'é'.repeat(20_000);
  expect(text(output.finish(head))).toBe(`${head}end`);
});

test('two simultaneous outputs do not share bytes', () => {
  const [one, other] = [new JsonOutput(), new JsonOutput()];
  one.ascii('one');
  other.ascii('other');
  const first = one.finish();
  const third = new JsonOutput();
  third.ascii('third');
  expect([first, other.finish(), third.finish()].map(text)).toEqual(['one', 'other', 'third']);
});

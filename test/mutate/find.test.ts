import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { parse, refusalsOf } from './find.ts';
import { recording, withoutRefusal } from './refusal.ts';

const find = (text: string, file = 'store/sample.ts') => refusalsOf([parse(file, text)]);

/** Each refusal that is found, as the source without it. */
const mutants = (text: string, file?: string) =>
  find(text, file).map((refusal) => withoutRefusal(text, refusal));

describe('a refusal is', () => {
  test('a guard that throws', () => {
    expect(mutants(`if (!held) throw new ProvostError('LeaseLost');`)).toEqual([
      `if (!true) throw new ProvostError('LeaseLost');`,
    ]);
  });

  test('each part of a condition that is enough to refuse, also if the condition has a name', () => {
    const guard = (condition: string) => `if (${condition}) throw new Error();`;
    expect(mutants(guard('a || (b && c)'))).toEqual([
      guard('false || (b && c)'),
      guard('a || (false)'),
    ]);
    const named = (value: string) => `const fit = ${value};\nif (!fit) throw new Error();`;
    expect(mutants(named('a && b'))).toEqual([named('true && b'), named('a && true')]);
  });

  test('a throw without a guard, but not one that only passes an error on', () => {
    const source = `
      function required(value) { if (value) return value; throw new Error('missing'); }
      try { work(); } catch (error) { if (isOurs(error)) return; throw error; }`;
    expect(find(source).map(({ code }) => code)).toEqual([`required: throw new Error('missing');`]);
  });

  test('a failure as a result', () => {
    const source = `function reason(x) {
      if (x.late) return 'LinkExpired';
      return x.guest ? 'GuestAdministrator' : null;
    }`;
    expect(find(source)).toHaveLength(2);
  });

  test('the return of a signal handler', () => {
    const source = 'function received() { if (!current) return; work(); }';
    expect(find(source, 'workflows/messages-received.ts')).toHaveLength(1);
    expect(find(source)).toEqual([]);
  });

  test('a call that only refuses, and a validator', () => {
    expect(mutants('await requireAdministrator(api, attempt);')).toEqual([';']);
    expect(mutants('setHandler(update, work, { validator: () => check() });')).toEqual([
      'setHandler(update, work, { validator: undefined });',
    ]);
  });

  test('a condition of a write after the one that names the row', () => {
    const write = (rest: string) => `db.updateTable('runs').where('id', '=', id)${rest}.execute();`;
    expect(mutants(write(`.where('fence', '=', fence)`))).toEqual([write('')]);
    expect(find(`db.selectFrom('runs').where('a', '=', a).where('b', '=', b);`)).toEqual([]);
  });

  test('a bound or a format in a schema of input, but not of an answer', () => {
    expect(mutants('const input = z.string().min(1);\nread(input);')).toEqual([
      'const input = z.string();\nread(input);',
    ]);
    expect(mutants('read(z.uuid());')).toEqual(['read(z.string());']);
    const answer = 'const count = z.number().int();\nserve({ responses: answers(200, count) });';
    expect(find(answer, 'api/sample.ts')).toEqual([]);
  });
});

test('the recording code says when a refusal refuses, and changes nothing else', () => {
  const source = `
    function judge(age) {
      if (age < 0 || age > 150) throw new Error('unlikely');
      return age;
    }`;
  const told: number[] = [];
  const code = recording(source, find(source));
  const refused = (id: number) => told.push(id);
  const judge: (age: number) => number = runInNewContext(`${code}; judge;`, { refused });
  expect(judge(40)).toBe(40);
  expect(told).toEqual([]);
  expect(() => judge(200)).toThrow('unlikely');
  expect(told).toEqual([2]);
});

/** Refusals in data: the conditions of a write, and the bounds of a schema. */
import ts from 'typescript';
import { type Found, oneLine, type Rule, replace, wrap } from './refusal.ts';

type MethodCall = ts.CallExpression & { expression: ts.PropertyAccessExpression };

const isMethodCall = (node: ts.Node): node is MethodCall =>
  ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression);

/** The calls of a chain that come before one, the nearest first. */
function before(call: MethodCall): MethodCall[] {
  const previous = call.expression.expression;
  return isMethodCall(previous) ? [previous, ...before(previous)] : [];
}

/** The calls that come after it. */
function after(call: MethodCall): MethodCall[] {
  const next = call.parent.parent;
  const follows = ts.isPropertyAccessExpression(call.parent) && isMethodCall(next);
  return follows ? [next, ...after(next)] : [];
}

const nameOf = ({ expression }: MethodCall) => expression.name.text;

/** Takes one call out of its chain. */
const withoutCall = (call: MethodCall) => ({
  start: call.expression.expression.getEnd(),
  end: call.getEnd(),
  text: '',
});

const shown = (call: MethodCall) =>
  `.${nameOf(call)}(${call.arguments.map((argument) => argument.getText()).join(', ')})`;

const LOCKS = ['forShare', 'forUpdate'];

/**
 * A condition of an update, a deletion, an upsert or a lock: the state in which it may happen.
 * The first condition says which row is meant, so it is not one, except in an upsert.
 */
export const fences: Rule = (node) => {
  if (!isMethodCall(node) || nameOf(node) !== 'where') return [];
  const names = before(node).map(nameOf);
  const upserts = names.includes('doUpdateSet');
  const writes =
    upserts ||
    names.some((name) => ['updateTable', 'deleteFrom'].includes(name)) ||
    after(node).some((call) => LOCKS.includes(nameOf(call)));
  const [first] = node.arguments;
  if (!writes || !first || (!upserts && !names.includes('where'))) return [];
  return [
    {
      shown: shown(node),
      removal: withoutCall(node),
      record: wrap(first, '(recordRefusal(ID), ', ')'),
    },
  ];
};

/** Bounds and formats of zod, each with the number of its arguments before the options. */
const BOUNDS: Readonly<Record<string, number>> = {
  min: 1,
  max: 1,
  length: 1,
  regex: 1,
  refine: 1,
  int: 0,
  positive: 0,
};
const FORMATS: Readonly<Record<string, number>> = {
  uuid: 0,
  guid: 0,
  email: 0,
  url: 0,
  datetime: 0,
  enum: 1,
  literal: 1,
};

/** A bound or a format in a schema. */
export const bounds: Rule = (node) => {
  if (!isMethodCall(node)) return [];
  const name = nameOf(node);
  const chain = [node, ...before(node)];
  if (!/^z(\.\w+)?$/.test(chain.at(-1)?.expression.expression.getText() ?? '')) return [];
  const first = chain.length === 1;
  const own = (first ? FORMATS : BOUNDS)[name];
  // `z.string().url(…)` has the format as a method.
  const values = own ?? FORMATS[name];
  if (values === undefined) return [];
  const weaker = name === 'literal' ? 'z.any()' : 'z.string()';
  const removal = first ? replace(node, weaker) : withoutCall(node);
  const code = first ? oneLine(node.getText()) : shown(node);
  return [{ shown: `${fieldOf(node)}${code}`, removal, record: reporting(node, values) }];
};

/** The name of the field whose schema this is, and a space. */
function fieldOf(node: ts.Node): string {
  let at = node;
  while (!ts.isStatement(at) && !ts.isPropertyAssignment(at)) at = at.parent;
  return ts.isPropertyAssignment(at) ? `${at.name.getText()} ` : '';
}

/** Gives the call an error option that records; zod calls it when the value is refused. */
function reporting(node: MethodCall, values: number): Found['record'] {
  const options = node.arguments[values];
  if (options) return wrap(options, 'recordError(ID, ', ')');
  const end = node.getEnd() - 1;
  const comma = node.arguments.length > 0 && !node.arguments.hasTrailingComma ? ', ' : '';
  return { start: end, end, before: `${comma}recordError(ID)`, after: '' };
}

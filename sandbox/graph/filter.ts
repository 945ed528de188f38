/** Parses the subset of `$filter` expressions (OData 4.01 URL conventions, section 5.1.1) that the directory supports. */
import { invalidQuery } from './errors.ts';

export type Literal = string | boolean | null;
export type Operator = 'eq' | 'ne' | 'ge' | 'le' | 'gt' | 'lt' | 'in' | 'startsWith' | 'endsWith';

export type Filter =
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly operand: Filter }
  | {
      readonly kind: 'compare';
      /** A property name. Inside `any`, a property of the lambda variable; empty for the variable itself. */
      readonly property: string;
      readonly operator: Operator;
      readonly values: readonly Literal[];
    }
  | { readonly kind: 'any'; readonly property: string; readonly predicate: Filter };

export type Comparison = Filter & { kind: 'compare' };

const TOKEN = /\s*(?:('(?:[^']|'')*')|(\d{4}-\d\d-\d\dT[\d:.]+Z)|([(),:])|([^\s(),:']+))/y;
const COMPARISONS = new Map<string, Operator>(
  (['eq', 'ne', 'ge', 'le', 'gt', 'lt', 'in'] as const).map((name) => [name, name]),
);
const FUNCTIONS = new Map<string, Operator>([
  ['startswith', 'startsWith'],
  ['endswith', 'endsWith'],
]);

const invalid = (what: string) => invalidQuery(`Invalid filter clause: ${what}`);

function tokenize(source: string): string[] {
  const tokens: string[] = [];
  let position = 0;
  while (source.slice(position).trim() !== '') {
    TOKEN.lastIndex = position;
    const [matched, ...groups] = TOKEN.exec(source) ?? [];
    if (matched === undefined)
      throw invalid(`There is an unterminated string literal at position ${position}.`);
    tokens.push(groups.find((group) => group !== undefined) ?? '');
    position = TOKEN.lastIndex;
  }
  return tokens;
}

function literalOf(token: string): Literal {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (token === 'null') return null;
  if (token === 'true' || token === 'false') return token === 'true';
  if (/^\d/.test(token)) return token;
  throw invalid(`'${token}' is not a value.`);
}

/** @throws GraphError 400 for an invalid expression */
export function parseFilter(source: string): Filter {
  const tokens = tokenize(source);
  let next = 0;
  const peek = () => tokens[next]?.toLowerCase();

  function take(expected?: string): string {
    const token = tokens[next];
    if (token === undefined || (expected !== undefined && token !== expected))
      throw invalid(`Syntax error at token ${next + 1} of '${source}'.`);
    next += 1;
    return token;
  }

  function propertyName(variable: string | null): string {
    const name = take();
    if (variable === null) return name;
    if (name === variable) return '';
    if (name.startsWith(`${variable}/`)) return name.slice(variable.length + 1);
    throw invalid(`'${name}' is not a property of '${variable}'.`);
  }

  function disjunction(variable: string | null): Filter {
    let left = conjunction(variable);
    while (peek() === 'or') {
      take();
      left = { kind: 'or', left, right: conjunction(variable) };
    }
    return left;
  }

  function conjunction(variable: string | null): Filter {
    let left = operand(variable);
    while (peek() === 'and') {
      take();
      left = { kind: 'and', left, right: operand(variable) };
    }
    return left;
  }

  function parenthesized<T>(inner: () => T): T {
    take('(');
    const result = inner();
    take(')');
    return result;
  }

  function operand(variable: string | null): Filter {
    if (peek() === 'not') {
      take();
      return { kind: 'not', operand: operand(variable) };
    }
    if (peek() === '(') return parenthesized(() => disjunction(variable));
    const operator = FUNCTIONS.get(peek() ?? '');
    if (operator !== undefined) return functionCall(operator, variable);
    if (peek()?.endsWith('/any') === true) return lambda();
    return comparison(variable);
  }

  function functionCall(operator: Operator, variable: string | null): Filter {
    take();
    return parenthesized(() => {
      const property = propertyName(variable);
      take(',');
      return { kind: 'compare', property, operator, values: [literalOf(take())] };
    });
  }

  function lambda(): Filter {
    const property = take().slice(0, -'/any'.length);
    return parenthesized(() => {
      const variable = take();
      take(':');
      return { kind: 'any', property, predicate: disjunction(variable) };
    });
  }

  function comparison(variable: string | null): Filter {
    const property = propertyName(variable);
    const operator = COMPARISONS.get(take().toLowerCase());
    if (operator === undefined) throw invalid(`There is no operator '${tokens[next - 1]}'.`);
    const values = operator === 'in' ? parenthesized(list) : [literalOf(take())];
    return { kind: 'compare', property, operator, values };
  }

  function list(): Literal[] {
    const values = [literalOf(take())];
    while (peek() === ',') {
      take();
      values.push(literalOf(take()));
    }
    return values;
  }

  const filter = disjunction(null);
  if (next < tokens.length) throw invalid(`Syntax error at token ${next + 1} of '${source}'.`);
  return filter;
}

/** A refusal in the source: what it says, how to take it away, and how to make it tell that it refuses. */
import ts from 'typescript';

/** Code around a range of the source. */
export interface Wrapping {
  readonly start: number;
  readonly end: number;
  /** With `ID` where the refusal's number belongs. */
  readonly before: string;
  readonly after: string;
}

/** What a rule finds: an edit that removes the refusal, and one that records it. */
export interface Found {
  /** The code that is shown for it. */
  readonly shown: ts.Node | string;
  readonly removal: { readonly start: number; readonly end: number; readonly text: string };
  readonly record: Wrapping;
}

export interface Refusal extends Omit<Found, 'shown'> {
  /** Its number in the list of all refusals, from 1. */
  readonly id: number;
  readonly file: string;
  readonly line: number;
  /** The enclosing function and the refusal's code, on one line. A reason names it by this. */
  readonly code: string;
}

/** A rule looks at one node of a source file. */
export type Rule = (node: ts.Node) => readonly Found[];

export const rangeOf = (node: ts.Node) => ({ start: node.getStart(), end: node.getEnd() });

/** Replaces the node by other code. */
export const replace = (node: ts.Node, text: string) => ({ ...rangeOf(node), text });

/** Wraps the node into a call, or a statement into a block. */
export const wrap = (node: ts.Node, before: string, after: string): Wrapping => ({
  ...rangeOf(node),
  before,
  after,
});

/** On one line, with single spaces. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** The name of the function, method or top-level constant that the node is in. */
export function enclosingName(node: ts.Node): string {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    const name = nameOfDeclaration(at);
    if (name) return name.getText();
  }
  return 'module';
}

function nameOfDeclaration(node: ts.Node): ts.Node | undefined {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return node.name;
  if (ts.isGetAccessor(node)) return node.name;
  if (!ts.isPropertyAssignment(node) && !ts.isVariableDeclaration(node)) return undefined;
  const isFunction = node.initializer && ts.isArrowFunction(node.initializer);
  const isTopLevel = ts.isSourceFile(node.parent.parent.parent);
  return isFunction || isTopLevel ? node.name : undefined;
}

/** The source without one refusal. */
export function withoutRefusal(text: string, { removal }: Refusal): string {
  return text.slice(0, removal.start) + removal.text + text.slice(removal.end);
}

/**
 * What recorded code calls. `refused` is set by the setup file of the tests; workflows and
 * threads have no such global, and their console is read instead.
 */
const RECORDER = `
function recordRefusal(id) {
  if (globalThis.refused) globalThis.refused(id);
  else console.log('refused ' + id);
}
function recordIf(id, value, outcome) {
  if (Boolean(value) === outcome) recordRefusal(id);
  return value;
}
function recordError(id, params) {
  const given = typeof params === 'string' ? { error: params } : params;
  const error = (issue) => {
    recordRefusal(id);
    return typeof given?.error === 'function' ? given.error(issue) : given?.error;
  };
  return { ...given, error };
}
`;

/** The source with code that records each refusal when it refuses. */
export function recording(text: string, refusals: readonly Refusal[]): string {
  const insertions = refusals.flatMap(({ id, record: { start, end, before, after } }) => [
    { at: start, opens: true, far: end, text: before.replace('ID', String(id)) },
    { at: end, opens: false, far: start, text: after },
  ]);
  // At one place: what ends there, the innermost first; then what begins, the outermost first.
  insertions.sort((a, b) => a.at - b.at || Number(a.opens) - Number(b.opens) || b.far - a.far);
  let done = 0;
  let out = '';
  for (const insertion of insertions) {
    out += text.slice(done, insertion.at) + insertion.text;
    done = insertion.at;
  }
  return out + text.slice(done) + RECORDER;
}

/** Constants that only describe what the API answers. Nothing is refused by their schemas. */
import { join } from 'node:path';
import ts from 'typescript';

/** `file#name` of a top-level constant. */
type Key = string;

/** A reference to a constant, and the constant in whose value it is. */
interface Reference {
  readonly to: Key;
  readonly from: Key | null;
}

/** @returns the top-level constants that nothing but `responses` of routes refers to, even through others. */
export function describingConstants(sources: readonly ts.SourceFile[]): ReadonlySet<Key> {
  const references = sources.flatMap(referencesIn);
  let describing = new Set(sources.flatMap(constantsOf));
  for (;;) {
    const checking = new Set(
      references.filter(({ from }) => from === null || !describing.has(from)).map(({ to }) => to),
    );
    const left = new Set([...describing].filter((key) => !checking.has(key)));
    if (left.size === describing.size) return left;
    describing = left;
  }
}

/** Whether the node describes an answer: in `responses`, or in the value of such a constant. */
export function describes(node: ts.Node, describing: ReadonlySet<Key>): boolean {
  const constant = constantOf(node);
  return isInResponses(node) || (constant !== null && describing.has(constant));
}

const keyOf = (file: string, name: string): Key => `${file}#${name}`;

function constantsOf(source: ts.SourceFile): Key[] {
  return source.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .map(({ name }) => keyOf(source.fileName, name.getText()));
}

function referencesIn(source: ts.SourceFile): Reference[] {
  const known = new Map(constantsOf(source).map((key) => [key.split('#')[1] ?? '', key]));
  for (const [name, file] of importsOf(source)) known.set(name, keyOf(file, name));
  const found: Reference[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    const to = ts.isIdentifier(node) && isReference(node) ? known.get(node.text) : undefined;
    if (to && !isInResponses(node)) found.push({ to, from: constantOf(node) });
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return found;
}

/** The imported names, with their files. */
function importsOf(source: ts.SourceFile): [name: string, file: string][] {
  return source.statements.filter(ts.isImportDeclaration).flatMap((statement) => {
    const path = (statement.moduleSpecifier as ts.StringLiteral).text;
    const bindings = statement.importClause?.namedBindings;
    if (!path.startsWith('.') || !bindings || !ts.isNamedImports(bindings)) return [];
    const file = join(source.fileName, '..', path);
    return bindings.elements.map(({ name }): [string, string] => [name.text, file]);
  });
}

/** Not the name of a property or of something that is declared. */
function isReference({ parent, text }: ts.Identifier): boolean {
  if (ts.isPropertyAccessExpression(parent)) return parent.expression.getText() === text;
  if (ts.isPropertyAssignment(parent)) return parent.initializer.getText() === text;
  return !ts.isVariableDeclaration(parent) && !ts.isBindingElement(parent);
}

function isInResponses(node: ts.Node): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isPropertyAssignment(at) && at.name.getText() === 'responses') return true;
  }
  return false;
}

/** The top-level constant in whose value the node is. */
function constantOf(node: ts.Node): Key | null {
  let at = node;
  while (!ts.isSourceFile(at.parent)) at = at.parent;
  if (!ts.isVariableStatement(at)) return null;
  const declared = at.declarationList.declarations.find(
    ({ pos, end }) => pos <= node.pos && node.end <= end,
  );
  return declared ? keyOf(at.getSourceFile().fileName, declared.name.getText()) : null;
}

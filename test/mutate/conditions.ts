/** Conditions that lead to a refusal, and their parts. */
import ts from 'typescript';

/** A part of a condition that is enough for the refusal when it has this value. */
interface Part {
  readonly node: ts.Expression;
  readonly refuses: boolean;
}

/** The parts of a condition, each of which refuses alone; a condition with a name counts as its parts. */
export function partsOf(condition: ts.Expression, refuses: boolean): Part[] {
  if (ts.isParenthesizedExpression(condition)) return partsOf(condition.expression, refuses);
  if (isNot(condition)) return partsOf(condition.operand, !refuses);
  const joint = refuses ? ts.SyntaxKind.BarBarToken : ts.SyntaxKind.AmpersandAmpersandToken;
  if (ts.isBinaryExpression(condition) && condition.operatorToken.kind === joint) {
    return [condition.left, condition.right].flatMap((side) => partsOf(side, refuses));
  }
  const named = ts.isIdentifier(condition) ? initializerOf(condition) : undefined;
  const parts = named ? partsOf(named, refuses) : [];
  return parts.length > 1 ? parts : [{ node: condition, refuses }];
}

const isNot = (node: ts.Node): node is ts.PrefixUnaryExpression =>
  ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken;

/** The value of a constant that was declared in the same block. */
function initializerOf(name: ts.Identifier): ts.Expression | undefined {
  let at: ts.Node = name;
  while (!ts.isBlock(at) && !ts.isSourceFile(at)) at = at.parent;
  return at.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .find((declared) => declared.name.getText() === name.text)?.initializer;
}

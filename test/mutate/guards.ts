/** Refusals by control flow: guards, throws, verdicts, and calls of functions that only refuse. */
import ts from 'typescript';
import { isFailureType } from '../../domain/failures.ts';
import { partsOf } from './conditions.ts';
import { type Rule, replace, wrap } from './refusal.ts';

/** `if (…) throw`, and the other branches that refuse: each sufficient part of its condition. */
export const guards: Rule = (node) => {
  if (!ts.isIfStatement(node) || !refuses(node.thenStatement)) return [];
  const parts = partsOf(node.expression, true);
  const last = lastOf(node.thenStatement).getText();
  return parts.map(({ node: part, refuses: outcome }) => ({
    shown:
      parts.length === 1
        ? node
        : `if (${outcome ? part.getText() : `!(${part.getText()})`}) ${last}`,
    removal: replace(part, String(!outcome)),
    record: wrap(part, 'recordIf(ID, ', `, ${outcome})`),
  }));
};

/** A throw that no `if` guards. */
export const throws: Rule = (node) => {
  if (!ts.isThrowStatement(node) || isRethrow(node) || isGuarded(node)) return [];
  return [
    { shown: node, removal: replace(node, ';'), record: wrap(node, '{ recordRefusal(ID); ', ' }') },
  ];
};

/** A failure as the result of a function that otherwise returns null. */
export const verdicts: Rule = (node) => {
  if (!isFailureName(node)) return [];
  const { parent } = node;
  const other = ts.isConditionalExpression(parent)
    ? [parent.whenTrue, parent.whenFalse].find((branch) => branch !== node)
    : undefined;
  const either = other?.kind === ts.SyntaxKind.NullKeyword;
  const last = ts.isReturnStatement(parent) && !isGuarded(parent) && returnsNull(parent);
  if (!either && !last) return [];
  return [
    {
      shown: parent,
      removal: replace(node, 'null'),
      record: wrap(node, '(recordRefusal(ID), ', ')'),
    },
  ];
};

const REFUSING = /^((require|refuse)([A-Z]\w*)?|claim|claimAloud|share)$/;

/** A call whose only purpose is to refuse. */
export const calls: Rule = (node) => {
  if (!ts.isExpressionStatement(node)) return [];
  const called = ts.isAwaitExpression(node.expression)
    ? node.expression.expression
    : node.expression;
  if (!ts.isCallExpression(called) || !REFUSING.test(called.expression.getText())) return [];
  return [
    { shown: node, removal: replace(node, ';'), record: wrap(node, '{ recordRefusal(ID); ', ' }') },
  ];
};

/** Validators of Temporal's updates. */
export const validators: Rule = (node) => {
  if (!ts.isPropertyAssignment(node) || node.name.getText() !== 'validator') return [];
  const { initializer } = node;
  return [
    {
      shown: node,
      removal: replace(initializer, 'undefined'),
      record: wrap(initializer, '(recordRefusal(ID), ', ')'),
    },
  ];
};

const lastOf = (statement: ts.Statement): ts.Statement =>
  ts.isBlock(statement) ? (statement.statements.at(-1) ?? statement) : statement;

/** Whether a branch is a refusal. */
function refuses(branch: ts.Statement): boolean {
  const last = lastOf(branch);
  if (ts.isThrowStatement(last)) return !isRethrow(last);
  if (ts.isReturnStatement(last) && last.expression) return isFailure(last.expression);
  // A signal cannot be answered: its handler refuses it by doing nothing.
  if (ts.isReturnStatement(branch)) return branch.getSourceFile().fileName === SIGNAL_HANDLERS;
  return ts.isExpressionStatement(last) && last.getText().startsWith('problems.push(');
}

const SIGNAL_HANDLERS = 'workflows/messages-received.ts';

const isFailureName = (node: ts.Node) => ts.isStringLiteral(node) && isFailureType(node.text);

const isFailure = (value: ts.Expression) =>
  isFailureName(value) ||
  (ts.isNewExpression(value) && value.expression.getText() === 'ProvostError');

function isGuarded(statement: ts.Statement): boolean {
  const block: ts.Statement = ts.isBlock(statement.parent) ? statement.parent : statement;
  const { parent } = block;
  return (
    ts.isIfStatement(parent) &&
    parent.thenStatement === block &&
    refuses(block) &&
    lastOf(block) === statement
  );
}

/** Whether an error is only passed on, as it is or converted: what refuses is elsewhere. */
function isRethrow({ expression }: ts.ThrowStatement): boolean {
  if (ts.isNewExpression(expression)) return false;
  const text = expression.getText();
  for (let at: ts.Node = expression; !ts.isSourceFile(at); at = at.parent) {
    const names = ts.isCatchClause(at)
      ? [at.variableDeclaration?.name]
      : ts.isFunctionLike(at)
        ? at.parameters.map(({ name }) => name)
        : [];
    const caught = names.filter((name) => name !== undefined).map((name) => name.getText());
    if (
      caught.some(
        (name) => /^(error|cause|carrier)$/.test(name) && new RegExp(`\\b${name}\\b`).test(text),
      )
    )
      return true;
  }
  return false;
}

function returnsNull(statement: ts.Statement): boolean {
  let at: ts.Node = statement;
  while (!ts.isFunctionLike(at)) at = at.parent;
  return /return null;/.test(at.getText());
}

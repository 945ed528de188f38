/** What an operation of Graph is: a method at an address, and what it asks for. */
import type { GraphAnswer, GraphCall } from './call.ts';
import type { Permission, Workload } from './permissions.ts';

/** The path segments that match the `:` placeholders, in order. */
export type Parameters = readonly [string, string];

export interface Operation {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly address: string;
  readonly segments: readonly string[];
  readonly permission: Permission;
  readonly workload: Workload;
  /** In resource units, of the directory or of SharePoint. Mailboxes have limits of their own instead, and cost none. */
  readonly cost: number;
  answer(call: GraphCall, parameters: Parameters): GraphAnswer;
}

type Answer = Operation['answer'];

const segmentsOf = (address: string) => address.split('/').filter(Boolean);

export const read = (
  address: string,
  permission: Permission,
  answer: Answer,
  cost = 1,
): Operation => write('GET', address, permission, answer, cost);

export const write = (
  method: Operation['method'],
  address: string,
  permission: Permission,
  answer: Answer,
  cost = 1,
): Operation => ({
  method,
  address,
  permission,
  workload: 'directory',
  answer,
  cost,
  segments: segmentsOf(address),
});

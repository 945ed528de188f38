/** `POST /$batch`: JSON batching of up to 20 requests. */
import { z } from 'zod';
import { json } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { errorBody, GraphError, invalidQuery } from './errors.ts';
import { JsonOutput } from './json-output.ts';

const MOST_REQUESTS = 20;

const batchSchema = z.object({
  requests: z.array(
    z.object({
      id: z.string().min(1),
      method: z.string(),
      url: z.string().min(1),
      headers: z.record(z.string(), z.string()).default({}),
      body: z.unknown().optional(),
      dependsOn: z.array(z.string()).default([]),
    }),
  ),
});
export type BatchItem = z.infer<typeof batchSchema>['requests'][number];

function parseItems(body: string): BatchItem[] {
  try {
    return batchSchema.parse(JSON.parse(body)).requests;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    throw invalidQuery('Invalid batch payload format.');
  }
}

const hasType = (headers: BatchItem['headers']) =>
  Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');

/** Checks the number of items, that ids are unique, and that items depend on earlier items only. */
function checkItems(items: readonly BatchItem[]): void {
  if (items.length === 0 || items.length > MOST_REQUESTS)
    throw invalidQuery(`A batch holds from 1 to ${MOST_REQUESTS} requests, not ${items.length}.`);
  const known = new Set<string>();
  for (const { id, dependsOn, method, headers, body } of items) {
    if (method.toUpperCase() !== 'GET' && (body === undefined || !hasType(headers)))
      throw invalidQuery(`Write request id : ${id} does not contain Content-Type header or body.`);
    if (known.has(id)) throw invalidQuery(`The request id '${id}' is not unique in the batch.`);
    if (!dependsOn.every((other) => known.has(other)))
      throw invalidQuery(`The request '${id}' depends on a request that does not precede it.`);
    known.add(id);
  }
}

function dependencyFailed({ ids }: GraphCall): GraphAnswer {
  const error = new GraphError(
    424,
    'FailedDependency',
    'A request that this one depends on has failed.',
  );
  return json(errorBody(error, ids), error.status);
}

const isText = ({ headers }: GraphAnswer) => headers['Content-Type'] === 'text/plain';

function writeItem(output: JsonOutput, id: string, answer: GraphAnswer): void {
  const { status, headers, body } = answer;
  const head = `"id":${JSON.stringify(id)},"status":${status},"headers":${JSON.stringify(headers)}`;
  output.text(`{${head},"body":`);
  if (typeof body !== 'string') output.bytes(body);
  else output.text(isText(answer) ? JSON.stringify(body) : body);
  output.text('}');
}

function writeAnswers(answers: readonly (readonly [id: string, answer: GraphAnswer])[]) {
  const output = new JsonOutput();
  output.text('{"responses":[');
  for (const [index, [id, answer]] of answers.entries()) {
    if (index > 0) output.text(',');
    writeItem(output, id, answer);
  }
  output.text(']}');
  return output.finish();
}

/** Answers a batch. Reverses the order of the responses, because clients must not rely on it. */
export function answerBatch(
  call: GraphCall,
  answerItem: (item: BatchItem) => GraphAnswer,
): GraphAnswer {
  const items = parseItems(call.body);
  checkItems(items);
  const answers = new Map<string, GraphAnswer>();
  const hasFailed = (id: string) => (answers.get(id)?.status ?? 0) >= 400;
  for (const item of items)
    answers.set(
      item.id,
      item.dependsOn.some(hasFailed) ? dependencyFailed(call) : answerItem(item),
    );
  return json(writeAnswers([...answers].toReversed()));
}

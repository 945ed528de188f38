/** `GET /users`, `GET /groups` and their `$count`. */
import { refuseOptions, text } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { propertiesOf } from './entities.ts';
import { createWriter } from './entity-writer.ts';
import { badRequest } from './errors.ts';
import { answerPage, contextOf } from './pages.ts';
import { select } from './selection.ts';
import type { Listing } from './selection.ts';

/** `GET /users` and `GET /groups`. */
export function list<T>(listing: Listing<T>, call: GraphCall): GraphAnswer {
  refuseOptions(call, ['$skip', '$expand', '$deltatoken']);
  const { type } = listing;
  const write = createWriter(type, propertiesOf(type, call));
  return answerPage(call, select(listing, call), contextOf(call, type.set), write);
}

/** `GET /users/$count` and `GET /groups/$count`: a number in plain text. */
export function count<T>(listing: Listing<T>, call: GraphCall): GraphAnswer {
  if (!call.eventual) throw badRequest('$count is not currently supported.');
  return text(String(select(listing, call).count()));
}

/** Why there is no Temporal server: each message is a sentence for the person who started us. */
export class DevServerError extends Error {
  override readonly name: string = 'DevServerError';
}

/** There is no Temporal server. Each message is a sentence for the person who runs `npm start`. */
export class DevServerError extends Error {
  override readonly name: string = 'DevServerError';
}

/**
 * Writes JSON as bytes, piece by piece. Joining a page first and encoding it then costs twice as
 * much: a single non-Latin-1 name makes the whole string two-byte.
 */
const FIRST_SIZE = 256 * 1024;
const KEPT_SIZE = 8 * 1024 * 1024;

/** Space reserved for the head: the next link precedes the items but is known last. */
const HEAD_SIZE = 16 * 1024;

/** The maximum number of UTF-8 bytes per UTF-16 code unit. */
const MOST_BYTES = 3;

/** An unused buffer for the next output. */
let spare: Buffer | null = null;

export class JsonOutput {
  #buffer = spare ?? Buffer.allocUnsafeSlow(FIRST_SIZE);
  #end = HEAD_SIZE;
  #items = 0;

  constructor() {
    spare = null;
  }

  text(text: string): void {
    this.#makeRoom(text.length * MOST_BYTES);
    this.#end += this.#buffer.write(text, this.#end);
  }

  /** Writes text that is known to be ASCII. */
  ascii(text: string): void {
    this.#makeRoom(text.length);
    this.#end += this.#buffer.write(text, this.#end, 'latin1');
  }

  /** Writes an object of an array: the output of `write` in braces, with a comma before all but the first. */
  item(write: () => void): void {
    this.ascii(this.#items === 0 ? '{' : ',{');
    write();
    this.ascii('}');
    this.#items += 1;
  }

  bytes(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length);
    this.#buffer.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Returns the head and everything written. The output cannot be used afterwards. */
  finish(head = ''): Uint8Array<ArrayBuffer> {
    const bytes = Buffer.from(head);
    const start = HEAD_SIZE - bytes.length;
    if (start < 0) return Buffer.concat([bytes, this.finish()]);
    this.#buffer.set(bytes, start);
    const written = Buffer.from(this.#buffer.subarray(start, this.#end));
    this.#release();
    return written;
  }

  /** Returns everything written. The output cannot be used afterwards. */
  finishAsText(): string {
    const text = this.#buffer.toString('utf8', HEAD_SIZE, this.#end);
    this.#release();
    return text;
  }

  #release(): void {
    if (this.#buffer.length <= KEPT_SIZE) spare = this.#buffer;
  }

  #makeRoom(count: number): void {
    if (this.#end + count <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (this.#buffer.length + count));
    this.#buffer.copy(larger, 0, 0, this.#end);
    this.#buffer = larger;
  }
}

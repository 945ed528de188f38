/**
 * JSON text written out as bytes piece by piece. A page joined first and encoded
 * then costs twice as much: one name in another script makes all of it wide.
 */
const FIRST_SIZE = 256 * 1024;
const KEPT_SIZE = 8 * 1024 * 1024;

/** Room in front for what is known last: the next link stands before the items. */
const HEAD_SIZE = 16 * 1024;

/** No UTF-16 code unit takes more bytes than that. */
const MOST_BYTES = 3;

/** The buffer that nobody is writing to. */
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

  /** Text known to be ASCII. */
  ascii(text: string): void {
    this.#makeRoom(text.length);
    this.#end += this.#buffer.write(text, this.#end, 'latin1');
  }

  /** An object of an array: what `write` writes, in braces, behind a comma if it is not the first. */
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

  /** Everything written, behind the head. Nothing can be written any more. */
  finish(head = ''): Uint8Array<ArrayBuffer> {
    const bytes = Buffer.from(head);
    const start = HEAD_SIZE - bytes.length;
    if (start < 0) return Buffer.concat([bytes, this.finish()]);
    this.#buffer.set(bytes, start);
    const written = Buffer.from(this.#buffer.subarray(start, this.#end));
    this.#release();
    return written;
  }

  /** Everything written. Nothing can be written any more. */
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

/** Writes users and groups as JSON. */
import type { EntityType } from './entities.ts';
import { JsonOutput } from './json-output.ts';
import { isCollection } from './types.ts';
import type { TypeName } from './types.ts';

/** The value of a property that the sandbox does not simulate. */
function emptyValue(type: TypeName, name: string): () => string {
  const value = isCollection(type, name) ? '[]' : 'null';
  return () => value;
}

/** Writes the members of a JSON object without its braces. */
export type Writer<T> = (item: T, output: JsonOutput) => void;

export function createWriter<T>(type: EntityType<T>, names: readonly string[]): Writer<T> {
  const writers = names.map((name, index) => ({
    label: `${index === 0 ? '' : ','}"${name}":`,
    write: type.properties.get(name) ?? emptyValue(type.name, name),
  }));
  return (item, output) => {
    let text = '';
    for (const { label, write } of writers) {
      const value = write(item);
      if (typeof value === 'string') text += label + value;
      else {
        output.ascii(text + label);
        output.bytes(value);
        text = '';
      }
    }
    output.ascii(text);
  };
}

/** Like `createWriter`, but returns text. */
export function createTextWriter<T>(
  type: EntityType<T>,
  names: readonly string[],
): (item: T) => string {
  const write = createWriter(type, names);
  return (item) => {
    const output = new JsonOutput();
    write(item, output);
    return output.finishAsText();
  };
}

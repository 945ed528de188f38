/** Whether what was typed is what was asked for. Case, spaces and the way accents are encoded do not matter. */
export function isConfirmed(typed: string, expected: string): boolean {
  return plain(typed) === plain(expected);
}

const plain = (text: string) => text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toLowerCase();

/** Whether the typed text matches the expected one. Ignores case, spacing and accent encoding. */
export function isConfirmed(typed: string, expected: string): boolean {
  return plain(typed) === plain(expected);
}

const plain = (text: string) => text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toLowerCase();

import type { ReactNode } from 'react';

interface TextColumn<T> {
  readonly header: string;
  readonly text: (row: T) => string;
}

/** The columns. On narrow screens `secondary` moves below `primary`, and `mail` is hidden. */
export interface Columns<T> {
  readonly primary: TextColumn<T>;
  readonly secondary: TextColumn<T>;
  readonly mail: TextColumn<T> | null;
  readonly last: { readonly header: string; readonly content: (row: T) => ReactNode } | null;
}

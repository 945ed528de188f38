import type { ReactNode } from 'react';

interface TextColumn<T> {
  readonly header: string;
  readonly text: (row: T) => string;
}

/** The columns. On narrow screens `secondary` moves below `primary`, and `mail` is hidden, or below both if it wraps. */
export interface Columns<T> {
  readonly primary: TextColumn<T>;
  readonly secondary: TextColumn<T>;
  /** `wraps`: shown whole, so the heights of the rows differ. */
  readonly mail: (TextColumn<T> & { readonly wraps?: boolean }) | null;
  readonly last: { readonly header: string; readonly content: (row: T) => ReactNode } | null;
}

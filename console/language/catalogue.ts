import type { catalogue } from './en/index.ts';

/** The keys of the English catalogue, each with a translated text. */
type Translated<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translated<T[K]> };

/** Every text of the console, by namespace. English sets the keys. */
export type Catalogue = Translated<typeof catalogue>;
/** The texts of one namespace. */
export type Texts<N extends keyof typeof catalogue> = Catalogue[N];

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof catalogue;
    returnNull: false;
  }
}

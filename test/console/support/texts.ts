/** The console's texts, from its own catalogues. */
import { createInstance } from 'i18next';
import { catalogue as english } from '../../../console/language/en/index.ts';
import { catalogue as spanish } from '../../../console/language/es/index.ts';
import type { Language } from '../../../domain/languages.ts';

/** The translation function of a language: looks up `namespace:key` and fills in placeholders. */
export function textsIn(language: Language) {
  const texts = createInstance();
  void texts.init({
    lng: language,
    resources: { en: english, es: spanish },
    defaultNS: 'common',
    ns: Object.keys(english),
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return texts.t;
}
export type Texts = ReturnType<typeof textsIn>;

/** What stands on the console's screens, by the console's own catalogue. */
import { createInstance } from 'i18next';
import { catalogue as english } from '../../../console/language/en/index.ts';
import { catalogue as spanish } from '../../../console/language/es/index.ts';
import type { Language } from '../../../domain/languages.ts';

/** The texts of a language, by `namespace:key`, with what they are filled with. */
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

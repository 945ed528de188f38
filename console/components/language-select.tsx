import { Select } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { type Language, LANGUAGE_NAMES, LANGUAGES } from '../../domain/languages.ts';
import { chooseLanguage } from '../language/language.ts';

/** Chooses the language. Each is listed under its own name. */
export function LanguageSelect({ onChoose }: { onChoose?: (language: Language) => void }) {
  const { t, i18n } = useTranslation();
  return (
    <Select
      aria-label={t('header.language')}
      value={i18n.language}
      onChange={(_event, { value }) => {
        const language = LANGUAGES.find((each) => each === value);
        if (!language) return;
        void chooseLanguage(language);
        onChoose?.(language);
      }}
    >
      {LANGUAGES.map((language) => (
        <option key={language} value={language} lang={language}>
          {LANGUAGE_NAMES[language]}
        </option>
      ))}
    </Select>
  );
}

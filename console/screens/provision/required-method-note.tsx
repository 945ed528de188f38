/** Before anything is chosen: which method the organization's other services use, so that this one must use it. */
import { Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/notice.tsx';
import { useRequiredMethod } from './use-account.ts';
import { useRequiredMethodTexts } from './use-required-method-texts.ts';

export function RequiredMethodNote() {
  const { t } = useTranslation('targets');
  const texts = useRequiredMethodTexts(useRequiredMethod());
  if (!texts) return null;
  return (
    <Notice intent="info">
      <Text block>{t('note.sameMethod')}</Text>
      <Text block>
        {texts.why} {texts.change}
      </Text>
    </Notice>
  );
}

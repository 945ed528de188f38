import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCanEdit, useThisOrganization } from '../../../api/session.ts';
import { shortName } from '../../../language/short-name.ts';

/** Explains to a viewer why nothing can be changed here. */
export function ViewerNote() {
  const { t } = useTranslation('administration');
  const { name } = useThisOrganization();
  if (useCanEdit()) return null;
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>{t('viewer', { organization: shortName(name) })}</MessageBarBody>
    </MessageBar>
  );
}

/** What step 1 has found out about Exchange Web Services, if they do not work. */
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { Notice } from '../../../components/notice.tsx';

const TEXTS = { blocked: 'graph', refused: 'refused', failed: 'failed' } as const;

export function QuarantineFinding({ account }: { account: Account }) {
  const { t } = useTranslation('consents');
  const finding = account.quarantine?.findings.find(({ adapter }) => adapter === 'ews');
  const outcome = finding?.outcome;
  if (outcome !== 'blocked' && outcome !== 'refused' && outcome !== 'failed') return null;
  const code = finding?.code ?? '';
  return <Notice intent="info">{t(`quarantine.finding.${TEXTS[outcome]}`, { code })}</Notice>;
}

import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequiredMethod } from '../../../api/client.ts';
import { Notice } from '../../../components/notice.tsx';
import type { TargetKind } from '../../../components/service.ts';
import { useRequiredMethodTexts } from '../use-required-method-texts.ts';
import type { Target } from './selection.ts';

const useStyles = makeStyles({
  kept: { color: tokens.colorNeutralForeground2 },
  list: {
    margin: `${tokens.spacingVerticalXS} 0 0`,
    paddingLeft: tokens.spacingHorizontalL,
    maxHeight: '12rem',
    overflowY: 'auto',
    overflowWrap: 'anywhere',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
});

/** Another service was submitted with the other method. The person chooses again, or removes that service. */
export function Overruled(props: {
  kind: TargetKind;
  required: RequiredMethod;
  targets: readonly Target[];
}) {
  const { kind, required, targets } = props;
  const { t } = useTranslation('targets');
  const texts = useRequiredMethodTexts(required);
  return (
    <>
      <Notice intent="warning">
        {t(`overruled.${required.method}`, { services: texts?.services })}
      </Notice>
      {required.method === 'all' && targets.length > 0 && <Kept kind={kind} targets={targets} />}
    </>
  );
}

/** The selection that is not possible now. It stays until the person chooses. */
function Kept({ kind, targets }: { kind: TargetKind; targets: readonly Target[] }) {
  const { t } = useTranslation('targets');
  const styles = useStyles();
  const title = useId();
  return (
    <div className={styles.kept}>
      <Text id={title} weight="semibold">
        {t(`kept.${kind}`, { count: targets.length })}
      </Text>
      {/* Can be scrolled with the keyboard. */}
      <ul aria-labelledby={title} className={styles.list} tabIndex={0}>
        {targets.map(({ id, name }) => (
          <li key={id} dir="auto">
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}

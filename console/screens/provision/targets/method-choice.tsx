import { Field, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { METHODS, type Method } from '../../../../domain/account.ts';
import { MAX_TARGETS } from '../../../../domain/limits.ts';

const useStyles = makeStyles({
  group: { gap: tokens.spacingVerticalS },
  label: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS },
  lead: { color: tokens.colorNeutralForeground2 },
});

/** Choice between all and selected users, each with an explanation. */
export function MethodChoice(props: { method: Method; onChange: (method: Method) => void }) {
  const { method, onChange } = props;
  const { t } = useTranslation('targets');
  const styles = useStyles();
  return (
    <Field label={t('method')}>
      <RadioGroup
        className={styles.group}
        value={method}
        onChange={(_event, { value }) => {
          const chosen = METHODS.find((each) => each === value);
          if (chosen) onChange(chosen);
        }}
      >
        {METHODS.map((each) => (
          <Radio key={each} value={each} label={<MethodLabel method={each} />} />
        ))}
      </RadioGroup>
    </Field>
  );
}

function MethodLabel({ method }: { method: Method }) {
  const { t } = useTranslation('targets');
  const styles = useStyles();
  return (
    <span className={styles.label}>
      <Text weight="semibold">{t(method)}</Text>
      <Text className={styles.lead}>{t(`${method}Lead`, { max: MAX_TARGETS })}</Text>
    </span>
  );
}

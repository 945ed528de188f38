import { Field, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { METHODS, type Method } from '../../../../domain/account.ts';
import { MAX_TARGETS } from '../../../../domain/limits.ts';
import type { RequiredMethod } from '../../../api/client.ts';
import type { Copies } from '../../../components/service.ts';
import { useRequiredMethodTexts } from '../use-required-method-texts.ts';

const useStyles = makeStyles({
  group: { gap: tokens.spacingVerticalS },
  label: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS },
  lead: { color: tokens.colorNeutralForeground2 },
});

/** Choice between everything and selected targets, each with an explanation. */
export function MethodChoice(props: {
  copies: Copies;
  /** Null if none is chosen. */
  method: Method | null;
  required: RequiredMethod | null;
  onChange: (method: Method) => void;
}) {
  const { copies, method, required, onChange } = props;
  const { t } = useTranslation('targets');
  const styles = useStyles();
  return (
    <Field label={t('method')}>
      <RadioGroup
        className={styles.group}
        value={method ?? ''}
        onChange={(_event, { value }) => {
          const chosen = METHODS.find((each) => each === value);
          if (chosen) onChange(chosen);
        }}
      >
        {METHODS.map((each) => {
          const impossible = required !== null && required.method !== each;
          const label = (
            <MethodLabel copies={copies} method={each} required={impossible ? required : null} />
          );
          return <Radio key={each} value={each} disabled={impossible} label={label} />;
        })}
      </RadioGroup>
    </Field>
  );
}

/** `required`: why this one is not possible, beside it, and never hidden. */
function MethodLabel(props: { copies: Copies; method: Method; required: RequiredMethod | null }) {
  const { copies, method, required } = props;
  const { t } = useTranslation('targets');
  const styles = useStyles();
  const texts = useRequiredMethodTexts(required);
  return (
    <span className={styles.label}>
      <Text weight="semibold">{t(`${method}.${copies}`)}</Text>
      <Text className={styles.lead}>{t(`${method}Lead.${copies}`, { max: MAX_TARGETS })}</Text>
      {texts && (
        <Text className={styles.lead}>
          {texts.why} {texts.change}
        </Text>
      )}
    </span>
  );
}

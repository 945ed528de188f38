import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useFormat } from '../../../language/format.ts';

const useStyles = makeStyles({
  figures: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(7rem, 1fr))',
    gap: tokens.spacingHorizontalM,
    margin: 0,
  },
  figure: {
    display: 'flex',
    flexDirection: 'column-reverse',
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  value: {
    margin: 0,
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
    overflowWrap: 'anywhere',
  },
  name: { color: tokens.colorNeutralForeground2 },
});

/** Key figures in large type. */
export function Figures({ figures }: { figures: readonly { name: string; value: number }[] }) {
  const styles = useStyles();
  const format = useFormat();
  return (
    <dl className={styles.figures}>
      {figures.map(({ name, value }) => (
        <div key={name} className={styles.figure}>
          <dt>
            <Text className={styles.name}>{name}</Text>
          </dt>
          <dd className={styles.value}>{format.number(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

import { makeStyles, Text, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  empty: {
    display: 'grid',
    placeItems: 'center',
    flexGrow: 1,
    padding: tokens.spacingHorizontalXL,
    textAlign: 'center',
    color: tokens.colorNeutralForeground2,
  },
});

/** Placeholder for an empty list. */
export function EmptyPane({ text }: { text: string }) {
  const styles = useStyles();
  return (
    <div className={styles.empty}>
      <Text>{text}</Text>
    </div>
  );
}

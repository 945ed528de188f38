import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Synchronization } from '../../../api/client.ts';

type Item = Synchronization['skippedItems'][number];

const useStyles = makeStyles({
  list: {
    margin: 0,
    paddingLeft: tokens.spacingHorizontalXL,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    overflowWrap: 'anywhere',
  },
});

/** How many entries were skipped, and those that were recorded. */
export function SkippedItems({
  synchronization: { skipped, skippedItems },
}: {
  synchronization: Synchronization;
}) {
  const styles = useStyles();
  const { t } = useTranslation('synchronizations');
  const more = skipped - skippedItems.length;
  return (
    <>
      <Text>{t('skipped.line', { count: skipped })}</Text>
      {skippedItems.length > 0 && (
        <ul className={styles.list} aria-label={t('skipped.list')}>
          {skippedItems.map((item, index) => (
            // The index is the key because items may repeat or have no id.
            // oxlint-disable-next-line react/no-array-index-key -- the list never changes its order
            <li key={index}>
              <ItemText item={item} />
            </li>
          ))}
          {more > 0 && <li>{t('skipped.more', { count: more })}</li>}
        </ul>
      )}
    </>
  );
}

function ItemText({ item: { kind, id, properties, code } }: { item: Item }) {
  const { t } = useTranslation('synchronizations');
  const what = t(`skipped.${kind}`, { id: id ?? t('skipped.noId') });
  const why = code ? [...properties, code] : properties;
  if (why.length === 0) return what;
  return t('skipped.item', { what, properties: why.join(', ') });
}

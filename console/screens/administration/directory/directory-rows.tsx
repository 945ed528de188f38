import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { useNarrow } from '../parts/use-narrow.ts';
import { DirectoryHead, DirectoryRow } from './directory-row.tsx';
import { listedRows, pagesOf, rowAt } from './pages.ts';
import { type ListKey, type Source, usePages } from './use-directory.ts';
import type { Columns } from './columns.ts';

/** Row heights in pixels. */
const ROW = 44;
const NARROW_ROW = 64;
/** Of rows with an address that wraps: rather too much, because the end of the list moves away if rows turn out higher. */
const WRAPPING_ROW = { wide: 80, narrow: 144 };
const OVERSCAN = 12;
/** Assumed size in pixels until the list is measured. */
const FIRST_RECT = { width: 800, height: 480 };

const useStyles = makeStyles({
  scroll: {
    // Never taller than the window, to avoid scrolling inside scrolling.
    maxHeight: 'clamp(20rem, calc(100dvh - 31rem), 48rem)',
    '@media (max-width: 48rem)': { maxHeight: 'clamp(20rem, 70dvh, 48rem)' },
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  body: { position: 'relative' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** Renders only the visible rows, and fetches their pages as they are scrolled into view. */
export function DirectoryRows<T extends { id: string }>(props: {
  source: Source<T>;
  listed: ListKey;
  label: string;
  columns: Columns<T>;
  total: number;
  tooMany: (count: number) => string;
}) {
  const { source, listed, label, columns, total, tooMany } = props;
  const styles = useStyles();
  const { t } = useTranslation('administration');
  const hint = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const wraps = columns.mail?.wraps === true;
  const height = useRowHeight(wraps);
  const count = listedRows(total, height);
  const { items, size, measure } = useRows(scroll, count, height);
  const pages = pagesOf(items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
  const { rows, failed } = usePages(source, listed, pages);
  return (
    <>
      {failed && <ProblemBar error={failed.error} onRetry={() => void failed.refetch()} />}
      <div ref={scroll} className={styles.scroll} role="region" aria-label={label} tabIndex={0}>
        <div role="table" aria-label={label} aria-rowcount={total + 1} aria-describedby={hint}>
          <DirectoryHead columns={columns} />
          <div role="rowgroup" className={styles.body} style={{ height: size }}>
            {items.map(({ index, start }) => (
              <DirectoryRow
                key={index}
                columns={columns}
                row={rowAt(rows, index)}
                index={index}
                top={start}
                height={wraps ? ROW : height}
                measure={wraps ? measure : null}
              />
            ))}
          </div>
        </div>
      </div>
      <span id={hint} hidden>
        {t('directory.scroll')}
      </span>
      {count < total && <Text className={styles.quiet}>{tooMany(count)}</Text>}
    </>
  );
}

function useRowHeight(wraps: boolean): number {
  const narrow = useNarrow('48rem');
  if (wraps) return narrow ? WRAPPING_ROW.narrow : WRAPPING_ROW.wide;
  return narrow ? NARROW_ROW : ROW;
}

function useRows(scroll: { current: HTMLDivElement | null }, count: number, height: number) {
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
    initialRect: FIRST_RECT,
    getItemKey: (index) => `${height} ${index}`,
  });
  return {
    items: virtualizer.getVirtualItems(),
    size: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
  };
}

import {
  makeStyles,
  mergeClasses,
  Skeleton,
  SkeletonItem,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Columns } from './columns.ts';

const NARROW = '@media (max-width: 48rem)';

const useStyles = makeStyles({
  row: {
    display: 'grid',
    // Addresses get what is left: the badges have known widths, three of them at most.
    gridTemplateColumns: 'minmax(0, 5fr) minmax(0, 8fr) minmax(0, 8fr) 14rem',
    alignItems: 'center',
    alignContent: 'center',
    gap: `0 ${tokens.spacingHorizontalL}`,
    padding: `0 ${tokens.spacingHorizontalM}`,
    boxSizing: 'border-box',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    [NARROW]: {
      gridTemplateColumns: 'minmax(0, 1fr) auto',
      gap: `2px ${tokens.spacingHorizontalS}`,
    },
  },
  threeColumns: {
    gridTemplateColumns: 'minmax(0, 4fr) minmax(0, 6fr) minmax(0, 2fr)',
    [NARROW]: { gridTemplateColumns: 'minmax(0, 1fr) auto' },
  },
  textsOnly: {
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 4fr) minmax(0, 6fr)',
    [NARROW]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  head: {
    position: 'sticky',
    top: 0,
    zIndex: 1,
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  headRow: { minHeight: '2.5rem' },
  body: { position: 'absolute', insetInline: 0, top: 0 },
  text: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  secondary: {
    color: tokens.colorNeutralForeground2,
    [NARROW]: { gridColumn: '1 / -1', gridRow: 2, fontSize: tokens.fontSizeBase200 },
  },
  wideOnly: { [NARROW]: { display: 'none' } },
  wrapping: { overflow: 'visible', whiteSpace: 'normal', overflowWrap: 'anywhere' },
  below: {
    [NARROW]: {
      gridColumn: '1 / -1',
      gridRow: 3,
      color: tokens.colorNeutralForeground2,
      fontSize: tokens.fontSizeBase200,
    },
  },
  measured: { paddingBlock: tokens.spacingVerticalS },
});

function useRowClasses<T>(columns: Columns<T>) {
  const styles = useStyles();
  return {
    styles,
    row: mergeClasses(
      styles.row,
      !columns.mail && styles.threeColumns,
      !columns.last && styles.textsOnly,
    ),
  };
}

/** The column headers, which stay visible while the rows scroll. */
export function DirectoryHead<T>({ columns }: { columns: Columns<T> }) {
  const { styles, row } = useRowClasses(columns);
  const { primary, secondary, mail, last } = columns;
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" aria-rowindex={1} className={mergeClasses(row, styles.headRow)}>
        <span role="columnheader">{primary.header}</span>
        <span role="columnheader" className={styles.secondary}>
          {secondary.header}
        </span>
        {mail && (
          <span role="columnheader" className={mail.wraps ? styles.below : styles.wideOnly}>
            {mail.header}
          </span>
        )}
        {last && <span role="columnheader">{last.header}</span>}
      </div>
    </div>
  );
}

interface DirectoryRowProps<T> {
  readonly columns: Columns<T>;
  /** Undefined while its page loads. */
  readonly row: T | undefined;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  /** Of rows whose heights differ; `height` is then the least. */
  readonly measure: ((row: Element | null) => void) | null;
}

/** One row of the virtual list, placed `top` pixels from its start. */
export function DirectoryRow<T>(props: DirectoryRowProps<T>) {
  const { columns, row, index, top, height, measure } = props;
  const { styles, row: className } = useRowClasses(columns);
  return (
    <div
      ref={measure}
      data-index={index}
      role="row"
      // aria-rowindex starts at 1, and the header is the first row.
      aria-rowindex={index + 2}
      aria-busy={row === undefined}
      className={mergeClasses(className, styles.body, measure !== null && styles.measured)}
      style={{ [measure ? 'minHeight' : 'height']: height, transform: `translateY(${top}px)` }}
    >
      {row === undefined ? <LoadingCell /> : <Cells columns={columns} row={row} />}
    </div>
  );
}

function Cells<T>({ columns, row }: { columns: Columns<T>; row: T }) {
  const styles = useStyles();
  const { primary, secondary, mail, last } = columns;
  return (
    <>
      <TextCell text={primary.text(row)} />
      <TextCell text={secondary.text(row)} className={styles.secondary} />
      {mail && (
        <TextCell
          text={mail.text(row)}
          className={mail.wraps ? mergeClasses(styles.wrapping, styles.below) : styles.wideOnly}
        />
      )}
      {last && <span role="cell">{last.content(row)}</span>}
    </>
  );
}

function TextCell({ text, className }: { text: string; className?: string }) {
  const styles = useStyles();
  return (
    <span role="cell" className={mergeClasses(styles.text, className)} title={text} dir="auto">
      {text}
    </span>
  );
}

function LoadingCell() {
  const { t } = useTranslation();
  return (
    <span role="cell">
      <Skeleton aria-label={t('loading')}>
        <SkeletonItem size={16} />
      </Skeleton>
    </span>
  );
}

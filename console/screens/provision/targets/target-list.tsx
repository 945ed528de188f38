/** List of targets to mark: by pointer (Shift for a range), or by arrow keys, Space and Ctrl+A. */
import { Checkbox, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { extentOf } from './picking.ts';
import type { Target } from './selection.ts';
import { useListbox } from './use-listbox.ts';
import { TargetOption } from './target-option.tsx';

const useStyles = makeStyles({
  list: {
    maxHeight: '20rem',
    overflowY: 'auto',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    ':focus-visible': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: '1px',
    },
  },
  tall: { maxHeight: '30rem' },
  all: { marginLeft: `calc(-1 * ${tokens.spacingHorizontalS})` },
});

export function TargetList(props: {
  label: string;
  targets: readonly Target[];
  /** Targets that cannot be marked because they are already selected. */
  taken?: ReadonlySet<string>;
  marked: ReadonlySet<string>;
  onMark: (ids: ReadonlySet<string>) => void;
  noteOf?: (target: Target) => ReactNode;
  tall?: boolean;
}) {
  const { label, targets, taken = NONE, marked, onMark, noteOf, tall } = props;
  const styles = useStyles();
  const listId = useId();
  const { active, list, option } = useListbox({
    ids: targets.map(({ id }) => id),
    isTaken: (id) => taken.has(id),
    marked,
    onMark,
  });
  const optionId = (index: number) => `${listId}-${index}`;
  return (
    <div>
      <SelectAll
        ids={targets.map(({ id }) => id).filter((id) => !taken.has(id))}
        marked={marked}
        onMark={onMark}
      />
      <div
        {...list}
        role="listbox"
        aria-multiselectable
        aria-label={label}
        aria-activedescendant={optionId(active)}
        className={mergeClasses(styles.list, tall && styles.tall)}
      >
        {targets.map((target, index) => (
          <TargetOption
            key={target.id}
            id={optionId(index)}
            target={target}
            active={index === active}
            marked={marked.has(target.id)}
            taken={taken.has(target.id)}
            note={noteOf?.(target)}
            {...option(index)}
          />
        ))}
      </div>
    </div>
  );
}

const NONE: ReadonlySet<string> = new Set();

function SelectAll(props: {
  ids: readonly string[];
  marked: ReadonlySet<string>;
  onMark: (ids: ReadonlySet<string>) => void;
}) {
  const { ids, marked, onMark } = props;
  const { t } = useTranslation('targets');
  const styles = useStyles();
  const extent = extentOf(marked, ids);
  return (
    <Checkbox
      className={styles.all}
      label={t('selectAll')}
      disabled={ids.length === 0}
      checked={extent === 'some' ? 'mixed' : extent === 'all'}
      onChange={() => onMark(new Set(extent === 'all' ? [] : ids))}
    />
  );
}

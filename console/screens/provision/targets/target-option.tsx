import { Badge, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckboxCheckedFilled, CheckboxUncheckedRegular } from '@fluentui/react-icons';
import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Target } from './selection.ts';
import { ClampedText } from '../../../components/clamped-text.tsx';

const useStyles = makeStyles({
  option: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '2.75rem',
    boxSizing: 'border-box',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    cursor: 'pointer',
    userSelect: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  active: {
    '[role="listbox"]:focus-visible > &': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: '-2px',
      borderRadius: tokens.borderRadiusMedium,
    },
  },
  marked: { backgroundColor: tokens.colorNeutralBackground1Selected },
  taken: { cursor: 'default', color: tokens.colorNeutralForeground3 },
  box: { flexShrink: 0, fontSize: '1.25rem', display: 'grid' },
  checked: { color: tokens.colorBrandForeground1 },
  words: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0 },
  badge: { alignSelf: 'flex-start', marginTop: tokens.spacingVerticalXXS },
  note: { marginTop: tokens.spacingVerticalXXS },
  second: { color: tokens.colorNeutralForeground3 },
});

/** A target in a list: name, address and an optional note. */
export function TargetOption(props: {
  id: string;
  target: Target;
  active: boolean;
  marked: boolean;
  taken: boolean;
  note: ReactNode;
  onClick: (event: MouseEvent) => void;
}) {
  const { id, target, active, marked, taken, note, onClick } = props;
  const styles = useStyles();
  const { t } = useTranslation('targets');
  const element = useRef<HTMLDivElement>(null);
  const className = mergeClasses(
    styles.option,
    active && styles.active,
    marked && styles.marked,
    taken && styles.taken,
  );
  const { name, address } = target;
  useKeepInView(element, active);
  return (
    // Keys are handled by the listbox, which has the focus.
    <div
      ref={element}
      id={id}
      role="option"
      aria-selected={marked}
      aria-disabled={taken}
      className={className}
      onClick={onClick}
    >
      <span aria-hidden className={mergeClasses(styles.box, marked && styles.checked)}>
        {marked || taken ? <CheckboxCheckedFilled /> : <CheckboxUncheckedRegular />}
      </span>
      <span className={styles.words}>
        <ClampedText>{name}</ClampedText>
        {name !== address && (
          <ClampedText size={200} className={styles.second}>
            {address}
          </ClampedText>
        )}
        {target.hasMailbox === false && (
          <Badge appearance="tint" color="informative" className={styles.badge}>
            {t('noMailbox')}
          </Badge>
        )}
        {note && <span className={styles.note}>{note}</span>}
      </span>
    </div>
  );
}

/** Scrolls to the active entry when it changes, but not on first render. */
function useKeepInView(element: React.RefObject<HTMLElement | null>, active: boolean) {
  const before = useRef(active);
  useEffect(() => {
    if (active && !before.current) element.current?.scrollIntoView({ block: 'nearest' });
    before.current = active;
  }, [active, element]);
}

import { Button, makeStyles, tokens, Tooltip } from '@fluentui/react-components';
import {
  ArrowDownRegular,
  ArrowLeftRegular,
  ArrowRightRegular,
  ArrowUpRegular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

const STACKED = '@media (max-width: 56rem)';

const useStyles = makeStyles({
  arrows: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: tokens.spacingVerticalM,
    [STACKED]: { flexDirection: 'row' },
  },
  button: { minWidth: '2.75rem', minHeight: '2.75rem' },
  beside: { display: 'inline-flex', [STACKED]: { display: 'none' } },
  stacked: { display: 'none', [STACKED]: { display: 'inline-flex' } },
});

/** Buttons that move the marked targets; null disables a button while nothing is marked on that side. */
export function Arrows(props: { right: (() => void) | null; left: (() => void) | null }) {
  const { right, left } = props;
  const { t } = useTranslation('targets');
  const styles = useStyles();
  return (
    <div className={styles.arrows}>
      <Arrow
        name={t('add')}
        move={right}
        beside={<ArrowRightRegular />}
        stacked={<ArrowDownRegular />}
      />
      <Arrow
        name={t('remove')}
        move={left}
        beside={<ArrowLeftRegular />}
        stacked={<ArrowUpRegular />}
      />
    </div>
  );
}

function Arrow(props: {
  name: string;
  move: (() => void) | null;
  beside: ReactElement;
  stacked: ReactElement;
}) {
  const { name, move, beside, stacked } = props;
  const styles = useStyles();
  return (
    <Tooltip content={name} relationship="label">
      <Button
        className={styles.button}
        disabledFocusable={move === null}
        onClick={() => move?.()}
        icon={
          <span aria-hidden>
            <span className={styles.beside}>{beside}</span>
            <span className={styles.stacked}>{stacked}</span>
          </span>
        }
      />
    </Tooltip>
  );
}

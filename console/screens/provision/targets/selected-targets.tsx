import { Badge, Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { MAX_TARGETS } from '../../../../domain/limits.ts';
import type { TargetKind } from '../../../components/service.ts';
import { EmptyPane } from './empty-pane.tsx';
import { Pane } from './pane.tsx';
import type { Target } from './selection.ts';
import { TargetList } from './target-list.tsx';

/** The selected targets and their count out of the maximum. */
export function SelectedTargets(props: {
  kind: TargetKind;
  selected: readonly Target[];
  vanished: ReadonlySet<string>;
  marked: ReadonlySet<string>;
  onMark: (ids: ReadonlySet<string>) => void;
}) {
  const { kind, selected, vanished, marked, onMark } = props;
  const { t } = useTranslation('targets');
  const count = selected.length;
  return (
    <Pane
      title={t('selectedTargets')}
      aside={<Text weight="semibold">{t('counter', { count, max: MAX_TARGETS })}</Text>}
    >
      {count === 0 ? (
        <EmptyPane text={t(`emptySelected.${kind}`)} />
      ) : (
        <TargetList
          label={t('selectedTargets')}
          targets={selected}
          marked={marked}
          onMark={onMark}
          tall
          noteOf={({ id }) =>
            vanished.has(id) && (
              <Badge appearance="tint" color="danger">
                {t('vanished')}
              </Badge>
            )
          }
        />
      )}
    </Pane>
  );
}

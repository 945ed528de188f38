import { Badge, Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { MAX_TARGETS } from '../../../../domain/limits.ts';
import { EmptyPane } from './empty-pane.tsx';
import { Pane } from './pane.tsx';
import type { TargetUser } from './selection.ts';
import { UserList } from './user-list.tsx';

/** The selected users and their count out of the maximum. */
export function SelectedTargets(props: {
  selected: readonly TargetUser[];
  vanished: ReadonlySet<string>;
  marked: ReadonlySet<string>;
  onMark: (ids: ReadonlySet<string>) => void;
}) {
  const { selected, vanished, marked, onMark } = props;
  const { t } = useTranslation('targets');
  const count = selected.length;
  return (
    <Pane
      title={t('selectedTargets')}
      aside={<Text weight="semibold">{t('counter', { count, max: MAX_TARGETS })}</Text>}
    >
      {count === 0 ? (
        <EmptyPane text={t('emptySelected')} />
      ) : (
        <UserList
          label={t('selectedTargets')}
          users={selected}
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

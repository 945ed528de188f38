import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ChevronRightRegular, PeopleTeamRegular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import { useAnnounceOnMount } from './use-announce-on-mount.ts';
import { EmptyPane } from './empty-pane.tsx';
import { ClampedText } from '../../../components/clamped-text.tsx';

export interface Group {
  readonly id: string;
  readonly displayName: string | null;
  readonly mail: string | null;
}

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    maxHeight: '22rem',
    overflowY: 'auto',
  },
  group: { width: '100%', justifyContent: 'flex-start', textAlign: 'left', minHeight: '3rem' },
  words: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0 },
  mail: { color: tokens.colorNeutralForeground3 },
  chevron: { flexShrink: 0 },
});

/** Search results. The previously opened group gets the focus back. */
export function GroupList(props: {
  groups: readonly Group[];
  /** Whether others were found, too. */
  more: boolean;
  search: string;
  visited: string | null;
  onOpen: (group: Group) => void;
}) {
  const { groups, more, search, visited, onOpen } = props;
  const { t } = useTranslation('targets');
  const styles = useStyles();
  const none = t('byGroup.none', { search });
  const first = more ? t('byGroup.first', { count: groups.length }) : null;
  useAnnounceOnMount(
    groups.length === 0 ? none : (first ?? t('byGroup.found', { count: groups.length })),
  );
  if (groups.length === 0) return <EmptyPane text={none} />;
  return (
    <>
      <ul className={styles.list} aria-label={t('byGroup.list')}>
        {groups.map((group) => (
          <li key={group.id}>
            <Button
              appearance="subtle"
              className={styles.group}
              icon={<PeopleTeamRegular />}
              autoFocus={group.id === visited}
              onClick={() => onOpen(group)}
            >
              <span className={styles.words}>
                <ClampedText>{group.displayName?.trim() || t('byGroup.unnamed')}</ClampedText>
                {group.mail && (
                  <ClampedText size={200} className={styles.mail}>
                    {group.mail}
                  </ClampedText>
                )}
              </span>
              <ChevronRightRegular aria-hidden className={styles.chevron} />
            </Button>
          </li>
        ))}
      </ul>
      {first && <Text size={200}>{first}</Text>}
    </>
  );
}

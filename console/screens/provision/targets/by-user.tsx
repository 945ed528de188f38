/** Looks up one user at a time by exact user principal name. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { accountApi } from '../../../api/client.ts';
import { forgetAttempt } from '../../../api/forget-attempt.ts';
import { contentOf, problemOf } from '../../../api/problem.ts';
import { useAnnounce } from '../../../components/announcer.tsx';
import { useProblemSentence } from '../../../components/problem-bar.tsx';
import { useAccountReference } from '../use-account.ts';
import type { SourceProps } from './source-props.ts';
import { EmptyPane } from './empty-pane.tsx';
import { SearchForm } from './search-form.tsx';
import { nameOf, type TargetUser } from './selection.ts';
import { UserList } from './user-list.tsx';

interface ByUserProps extends SourceProps {
  readonly found: readonly TargetUser[];
  readonly onFound: (user: TargetUser) => void;
}

export function ByUser({ found, onFound, selected, marked, onMark }: ByUserProps) {
  const { t } = useTranslation('targets');
  const [name, setName] = useState('');
  const lookup = useLookup(selected, (user) => {
    onFound(user);
    setName('');
  });
  const available = found.filter(({ id }) => !selected.has(id));
  return (
    <>
      <SearchForm
        label={t('byUser.field')}
        hint={t('byUser.hint')}
        placeholder={t('byUser.placeholder')}
        button={lookup.isPending ? t('byUser.finding') : t('byUser.find')}
        busy={lookup.isPending}
        value={name}
        onChange={(value) => {
          setName(value);
          forgetAttempt(lookup);
        }}
        onSearch={() => name.trim() && lookup.mutate(name.trim())}
        problem={lookup.problem}
      />
      {available.length === 0 ? (
        <EmptyPane text={t('byUser.empty')} />
      ) : (
        <UserList
          label={t('byUser.list')}
          users={available}
          marked={new Set(marked.map(({ id }) => id))}
          onMark={(ids) => onMark(available.filter(({ id }) => ids.has(id)))}
        />
      )}
    </>
  );
}

/** Looks up a name with Microsoft; `problem` is the error text for the last lookup. */
function useLookup(selected: ReadonlySet<string>, onFound: (user: TargetUser) => void) {
  const { t } = useTranslation('targets');
  const param = useAccountReference();
  const announce = useAnnounce();
  const lookup = useMutation({
    mutationFn: (userPrincipalName: string) =>
      contentOf(accountApi.users.$get({ param, query: { userPrincipalName } })),
    onSuccess: (user) => {
      if (!selected.has(user.id)) announce(t('byUser.found', { name: nameOf(user) }));
      onFound(user);
    },
  });
  const sentence = useProblemSentence(lookup.error);
  return { ...lookup, problem: problemIn() };

  function problemIn(): string | null {
    const { data, error, variables } = lookup;
    if (data && selected.has(data.id)) return t('byUser.alreadyThere', { name: nameOf(data) });
    if (!error) return null;
    const unknown = problemOf(error).code === 'UserNotFound';
    return unknown ? t('byUser.unknown', { name: variables }) : sentence;
  }
}

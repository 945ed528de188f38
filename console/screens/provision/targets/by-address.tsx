/** Looks up one target at a time: a user by the exact user principal name, a site by its exact address. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureType } from '../../../../domain/failures.ts';
import { accountApi, type AccountReference } from '../../../api/client.ts';
import { forgetAttempt } from '../../../api/forget-attempt.ts';
import { contentOf, problemOf } from '../../../api/problem.ts';
import { useAnnounce } from '../../../components/announcer.tsx';
import { useProblemSentence } from '../../../components/problem-bar.tsx';
import { copiesOf } from '../../../components/service.ts';
import { useAccountReference } from '../use-account.ts';
import { EmptyPane } from './empty-pane.tsx';
import { SearchForm } from './search-form.tsx';
import { siteTarget, type Target, userTarget } from './selection.ts';
import type { LookupProps } from './source-props.ts';
import { TargetList } from './target-list.tsx';

interface Lookup {
  /** Names the texts. */
  readonly tab: 'byUser' | 'byUrl';
  readonly find: (param: AccountReference, address: string) => Promise<Target>;
  /** The failure that says that there is none. */
  readonly none: FailureType;
}

const BY_USER: Lookup = {
  tab: 'byUser',
  none: 'UserNotFound',
  async find(param, userPrincipalName) {
    const request = accountApi.users.$get({ param, query: { userPrincipalName } });
    return userTarget(await contentOf(request), copiesOf(param.service) === 'usersAndGroups');
  },
};

const BY_URL: Lookup = {
  tab: 'byUrl',
  none: 'SiteNotFound',
  async find(param, url) {
    return siteTarget(await contentOf(accountApi.sites.lookup.$get({ param, query: { url } })));
  },
};

export const ByUser = (props: LookupProps) => <ByAddress by={BY_USER} {...props} />;
export const ByUrl = (props: LookupProps) => <ByAddress by={BY_URL} {...props} />;

function ByAddress(props: LookupProps & { by: Lookup }) {
  const { by, found, onFound, selected, marked, onMark } = props;
  const { t } = useTranslation('targets');
  const [name, setName] = useState('');
  const lookup = useLookup(by, selected, (target) => {
    onFound(target);
    setName('');
  });
  const available = found.filter(({ id }) => !selected.has(id));
  return (
    <>
      <SearchForm
        label={t(`${by.tab}.field`)}
        hint={t(`${by.tab}.hint`)}
        placeholder={t(`${by.tab}.placeholder`)}
        button={lookup.isPending ? t(`${by.tab}.finding`) : t(`${by.tab}.find`)}
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
        <EmptyPane text={t(`${by.tab}.empty`)} />
      ) : (
        <TargetList
          label={t(`${by.tab}.list`)}
          targets={available}
          marked={new Set(marked.map(({ id }) => id))}
          onMark={(ids) => onMark(available.filter(({ id }) => ids.has(id)))}
        />
      )}
    </>
  );
}

/** Looks up an address with Microsoft; `problem` is the error text for the last lookup. */
function useLookup(
  { tab, find, none }: Lookup,
  selected: ReadonlySet<string>,
  onFound: (target: Target) => void,
) {
  const { t } = useTranslation('targets');
  const param = useAccountReference();
  const announce = useAnnounce();
  const lookup = useMutation({
    mutationFn: async (address: string) => {
      const target = await find(param, address);
      // Not asked later: what is found and then moved is no mistake.
      return { target, taken: selected.has(target.id) };
    },
    onSuccess: ({ target, taken }) => {
      if (!taken) announce(t(`${tab}.found`, { name: target.name }));
      onFound(target);
    },
  });
  const sentence = useProblemSentence(lookup.error);
  return { ...lookup, problem: problemIn() };

  function problemIn(): string | null {
    const { data, error, variables } = lookup;
    if (data?.taken && selected.has(data.target.id))
      return t(`${tab}.alreadyThere`, { name: data.target.name });
    if (!error) return null;
    const unknown = problemOf(error).code === none;
    return unknown ? t(`${tab}.unknown`, { name: variables }) : sentence;
  }
}

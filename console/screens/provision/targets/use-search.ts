import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { MIN_SEARCH } from '../../../../domain/limits.ts';
import { useProblemSentence } from '../../../components/problem-bar.tsx';

const isTooShort = (text: string) => Array.from(text).length < MIN_SEARCH;

/** The text of a search field, and the search that was last requested. */
export function useSearch() {
  const [text, setText] = useState('');
  const [search, setSearch] = useState<string | null>(null);
  const tooShort = search !== null && isTooShort(search);
  return { text, setText, search, setSearch, tooShort, enabled: search !== null && !tooShort };
}

/** What the form of a search needs. `tooShort`: the text for a search that has too few characters. */
export function useSearchForm<T>(
  state: ReturnType<typeof useSearch>,
  found: UseQueryResult<T>,
  tooShort: string,
) {
  const { text, setText, search, setSearch } = state;
  const refused = useProblemSentence(found.error);
  const problem = state.tooShort ? tooShort : found.error ? refused : null;
  return {
    busy: found.isFetching,
    value: text,
    problem,
    onChange: (value: string) => {
      setText(value);
      // It was about the name that was searched for.
      if (problem !== null) setSearch(null);
    },
    onSearch: () => {
      if (found.isError && text.trim() === search) void found.refetch();
      setSearch(text.trim());
    },
  };
}

import { useEffect } from 'react';
import { useAnnounce } from '../../../components/announcer.tsx';

/** Announces a message on mount and whenever it changes. */
export function useAnnounceOnMount(message: string): void {
  const announce = useAnnounce();
  useEffect(() => announce(message), [announce, message]);
}

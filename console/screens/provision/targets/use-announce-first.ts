import { useEffect } from 'react';
import { useAnnounce } from '../../../components/announcer.tsx';

/** Announces a result when it appears, and whenever it becomes another one. */
export function useAnnounceFirst(message: string): void {
  const announce = useAnnounce();
  useEffect(() => announce(message), [announce, message]);
}

import { useTranslation } from 'react-i18next';
import type { Copies } from './service.ts';

type Phase = 'users' | 'groups' | 'sites' | 'publishing' | 'protected';

/** The name of a phase of a synchronization: of some, in the words of what is copied. */
export function usePhaseName(copies: Copies): (phase: Phase) => string {
  const { t } = useTranslation('progress');
  return (phase) => {
    if (phase === 'publishing') return t(`phase.publishing.${copies}`);
    if (phase === 'sites') return t(`phase.sites.${copies === 'drives' ? 'drives' : 'sites'}`);
    return t(`phase.${phase}`);
  };
}

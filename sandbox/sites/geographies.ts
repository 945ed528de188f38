/** The geographies of a tenant (Multi-Geo): where its sites are kept, each with hosts of its own. */
import { mix } from '../directory/hashing.ts';

export interface Geography {
  /** Microsoft's preferred data location, like `NAM`. */
  readonly code: string;
  /** The host of all sites but the personal ones. */
  readonly hostname: string;
  /** The host of personal sites. */
  readonly personalHostname: string;
}

/** The first is the central location. The others have their code in the host, as with Microsoft. */
const CODES = ['NAM', 'EUR', 'APC'] as const;

/** @param domain such as `contoso.example`: the hosts begin with its first label */
export function geographiesOf(domain: string, several: boolean): readonly Geography[] {
  const [name = ''] = domain.split('.');
  return (several ? CODES : CODES.slice(0, 1)).map((code, index) => {
    const prefix = index === 0 ? name : `${name}${code.toLowerCase()}`;
    return {
      code,
      hostname: `${prefix}.sharepoint.example`,
      personalHostname: `${prefix}-my.sharepoint.example`,
    };
  });
}

/** The central location has the first of these percentages, the next one up to the second, and so on. */
const SHARES = [60, 85, 100];

/** The geography of something by its ordinal, as an index. */
export function geographyOf(ordinal: number, geographies: number): number {
  if (geographies === 1) return 0;
  const percentage = mix(ordinal) % 100;
  return Math.min(
    geographies - 1,
    SHARES.findIndex((share) => percentage < share),
  );
}

/** The `Prefer` header (RFC 7240), as far as Graph applies it. */

export interface Preferences {
  /** `return=minimal`: a delta reports only the properties that changed. */
  readonly minimal: boolean;
  /** `IdType="ImmutableId"`: ids of messages that survive a move. */
  readonly immutableIds: boolean;
}

/** Unknown preferences are ignored, as the RFC demands. */
export function parsePreferences(header: string | undefined): Preferences {
  const preferences = (header ?? '')
    .split(',')
    .map((preference) => preference.replaceAll(/[\s"]/g, '').toLowerCase());
  return {
    minimal: preferences.includes('return=minimal'),
    immutableIds: preferences.includes('idtype=immutableid'),
  };
}

import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits: 43 characters of base64url, as PKCE's verifier wants them too (RFC 7636, 4.1). */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** The database knows states by their hash only. */
export const hashOf = (state: string): string => createHash('sha256').update(state).digest('hex');

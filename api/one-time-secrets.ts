import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits: 43 characters of base64url, which is also a valid PKCE verifier (RFC 7636, 4.1). */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** The database stores only hashes of states and secrets. */
export const hashOf = (state: string): string => createHash('sha256').update(state).digest('hex');

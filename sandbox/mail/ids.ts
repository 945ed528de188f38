/** Opaque ids of folders and messages. */
import { createHash } from 'node:crypto';

/** The first bytes of an Exchange id, which make it begin with AAMkA. */
const PREFIX = Buffer.from([0x00, 0x03, 0x24, 0x00, 0x46, 0x00]);
/** Those of an id that survives a move: AAkAL. */
const IMMUTABLE_PREFIX = Buffer.from([0x00, 0x09, 0x00, 0x2e, 0x00, 0x00]);

const digest = (text: string) => createHash('sha512').update(text).digest().subarray(0, 54);

/** In EWS's spelling. Graph's replaces the characters that have a meaning in addresses. */
export const exchangeId = (text: string, immutable = false): string =>
  Buffer.concat([immutable ? IMMUTABLE_PREFIX : PREFIX, digest(text)]).toString('base64');

export const toGraphId = (id: string): string => id.replaceAll('/', '-').replaceAll('+', '_');
export const fromGraphId = (id: string): string => id.replaceAll('-', '/').replaceAll('_', '+');

/** Whether the text has the form of an id in EWS's spelling. */
export const isWellFormed = (id: string): boolean => /^AA[A-Za-z0-9+/]{70,}=*$/.test(id);

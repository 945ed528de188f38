/** The tenant itself, as Graph's `organization`. */
import { z } from 'zod';
import { ProvostError } from '../../domain/failures.ts';
import { parseAnswer, visible } from '../errors.ts';
import type { At, GraphClient } from './client.ts';
import { query } from './links.ts';

/** Longer than any name of a tenant or a domain. */
const LONGEST_NAME = 256;
const name = z.string().transform((text) => visible(text).trim().slice(0, LONGEST_NAME));

const organizationsSchema = z.object({
  value: z.array(
    z.object({
      id: z.guid().toLowerCase(),
      displayName: name.nullish(),
      verifiedDomains: z.array(z.object({ name, isDefault: z.boolean().nullish() })).nullish(),
    }),
  ),
});

export function createOrganizationReads(client: GraphClient) {
  /** The default verified domain. Anyone can take any display name, so it is only the substitute. */
  async function tenantName(at: At): Promise<string | null> {
    const target = `/organization${query({ $select: 'id,displayName,verifiedDomains' })}`;
    const { value } = parseAnswer(organizationsSchema, await client.call(at, { target }));
    const own = value.find(({ id }) => id === at.tenantId.toLowerCase());
    if (!own) throw new ProvostError('UnexpectedAnswer');
    const domain = own.verifiedDomains?.find(({ isDefault }) => isDefault)?.name;
    return domain || own.displayName || null;
  }
  return { tenantName };
}

/**
 * Why Entra refuses a token, by AADSTS number (Microsoft Entra error codes). Microsoft may change
 * the numbers. They decide what a person is told, and an unknown one is told as unknown.
 */
import type { FailureType, TokenFailure } from '../domain/failures.ts';

const REFUSALS: readonly { readonly type: TokenFailure; readonly codes: readonly number[] }[] = [
  // The service principal is missing in the tenant, or nothing was consented to.
  { type: 'GrantNotVisible', codes: [7000229, 700016, 65001] },
  { type: 'ApplicationDisabled', codes: [7000112, 500014] },
  { type: 'ConditionalAccess', codes: [53003, 53000, 53001, 53002, 53004, 530034] },
  // Our secret, our certificate, or what we signed with it.
  {
    type: 'CredentialRejected',
    codes: [7000215, 7000222, 7000214, 7000218, 700021, 700023, 700024, 700027, 700030, 1000502],
  },
];

/** @param rejected the failure of a sign-in, for which only our own credential has another one */
export function tokenRefusalOf(codes: readonly number[], rejected: FailureType): FailureType {
  const known = REFUSALS.find((refusal) => refusal.codes.some((code) => codes.includes(code)));
  if (known?.type === 'CredentialRejected') return known.type;
  if (rejected !== 'GrantNotVisible') return rejected;
  return known?.type ?? 'TokenRefused';
}

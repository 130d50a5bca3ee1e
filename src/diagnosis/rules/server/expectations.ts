import type { Token } from '../../../types.ts';
import type { Symptoms } from '../../rule.ts';

/** The token's issuer is that of the authorization server in use, in one of the spellings that it has. */
export function hasRightIssuer({ evidence }: Symptoms, { iss }: Token): boolean {
  const { discovery, profile } = evidence;
  const names = [discovery?.issuer, ...(discovery?.authorizationServers ?? [])];
  return names.some(
    (name) => typeof name === 'string' && (name === iss || profile.acceptedIssuers(name).includes(iss ?? '')),
  );
}

/** What nobody but the server can object to: the issuer's keys verify it, and it has not run out. */
export function isSound({ evidence }: Symptoms, { signature, expiresAt, notBefore }: Token): boolean {
  const now = evidence.now();
  const live = expiresAt === null || Date.parse(expiresAt) > now;
  const begun = notBefore === null || Date.parse(notBefore) <= now;
  return signature === 'verified' && live && begun;
}

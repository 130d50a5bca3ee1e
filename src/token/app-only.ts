import { type Claims, clientId, roles, scopes, text } from './claims.ts';

/**
 * Whether a machine holds the token (true), a person stands behind it (false), or the claims do not tell
 * (null). Providers mark it differently; the first sign that is present decides.
 */
export function isAppOnly(claims: Claims): boolean | null {
  for (const sign of [declared, keycloak, okta, entra, subjectIsClient, person]) {
    const verdict = sign(claims);
    if (verdict !== null) return verdict;
  }
  return null;
}

/** A claim that says it outright: Entra ID's `idtyp`, Auth0's `gty`. */
function declared(claims: Claims): boolean | null {
  if (claims.idtyp === 'app') return true;
  if (claims.idtyp === 'user') return false;
  if (claims.gty === 'client-credentials') return true;
  return text(claims.sub)?.endsWith('@clients') === true ? true : null;
}

/** Keycloak gives a client's service account this user name, in lower case. */
function keycloak(claims: Claims): boolean | null {
  const client = clientId(claims);
  const name = text(claims.preferred_username);
  return client !== null && name?.toLowerCase() === `service-account-${client.toLowerCase()}` ? true : null;
}

function okta(claims: Claims): boolean | null {
  const client = text(claims.cid);
  if (client === null) return null;
  if (text(claims.uid) !== null) return false;
  return claims.sub === client ? true : null;
}

/** Entra ID without the optional `idtyp`. Agent identities carry an empty or `/` scope without a person. */
function entra(claims: Claims): boolean | null {
  const subject = text(claims.oid);
  if (text(claims.tid) === null || subject === null) return null;
  const scoped = scopes(claims).some((scope) => scope !== '/');
  if (scoped) return false;
  return subject === claims.sub || roles(claims).length > 0 ? true : null;
}

/** RFC 9068 §2.2: without a resource owner the subject is the client. */
function subjectIsClient(claims: Claims): boolean | null {
  const client = clientId(claims);
  return client !== null && claims.sub === client ? true : null;
}

function person(claims: Claims): boolean | null {
  const signs = ['auth_time', 'sid', 'preferred_username', 'upn', 'unique_name', 'email', 'name'];
  return signs.some((name) => claims[name] !== undefined) ? false : null;
}

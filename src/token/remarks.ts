import { type Claims, moment } from './claims.ts';

/** What is odd about a JOSE header. Keys and URLs that it names are never used or fetched. */
export function headerRemarks(header: Claims, signature: string): readonly string[] {
  const remarks: string[] = [];
  const algorithm = header.alg;
  if (typeof algorithm !== 'string') remarks.push('the header has no usable "alg"');
  else if (algorithm.toLowerCase() === 'none')
    remarks.push('"alg" is "none": nobody signed this token and no server may accept it');
  else if (signature === '') remarks.push('the signature is empty');
  for (const name of ['jku', 'x5u'])
    if (header[name] !== undefined)
      remarks.push(`the header names a key by URL ("${name}"); it was not fetched`);
  for (const name of ['jwk', 'x5c'])
    if (header[name] !== undefined)
      remarks.push(`the header brings its own key ("${name}"); it was not used`);
  if (header.crit !== undefined)
    remarks.push('the header demands extensions ("crit") that its readers must understand');
  return remarks;
}

/** What is odd about the registered claims. */
export function claimRemarks(claims: Claims): readonly string[] {
  const remarks = ['iat', 'nbf', 'exp'].flatMap((name) => moment(claims, name).remark ?? []);
  const { nbf, exp, aud } = claims as { nbf?: unknown; exp?: unknown; aud?: unknown };
  if (exp === undefined)
    remarks.push('there is no claim "exp": the token says of itself that it never expires');
  if (typeof nbf === 'number' && typeof exp === 'number' && nbf > exp)
    remarks.push('"nbf" lies after "exp": the token is never valid');
  if (!isAudience(aud)) remarks.push('the claim "aud" is neither a string nor an array of strings');
  else if (aud?.length === 0) remarks.push('the claim "aud" is empty');
  for (const name of ['iss', 'sub'])
    if (claims[name] !== undefined && typeof claims[name] !== 'string')
      remarks.push(`the claim "${name}" is not a string`);
  const kind = typeof claims.typ === 'string' ? OTHER_KINDS.get(claims.typ) : undefined;
  if (kind !== undefined)
    remarks.push(`"typ" is "${String(claims.typ)}": this is ${kind}, and no access token (Keycloak)`);
  return remarks;
}

/** What Keycloak writes into the claim `typ` of tokens that open no endpoint; an access token has `Bearer` or `DPoP`. */
const OTHER_KINDS: ReadonlyMap<string, string> = new Map([
  ['ID', 'an ID token'],
  ['Refresh', 'a refresh token'],
  ['Offline', 'a refresh token of an offline session'],
  ['Logout', 'a logout token'],
]);

function isAudience(aud: unknown): aud is string | readonly string[] | undefined {
  if (aud === undefined || typeof aud === 'string') return true;
  return Array.isArray(aud) && aud.every((item) => typeof item === 'string');
}

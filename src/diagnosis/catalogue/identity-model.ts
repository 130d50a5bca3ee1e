import { MENDS, type RefusedFor, type ValidatorEntry } from './validator-entry.ts';

/** Numbers of Microsoft.IdentityModel, the validator of ASP.NET Core. */
export const identityModel: readonly ValidatorEntry[] = [
  numbered(
    'IDX10204',
    'iss',
    'The server expects no issuer at all.',
    'Neither a valid issuer nor a list of them is configured.',
  ),
  numbered(
    'IDX10205',
    'iss',
    'The issuer of the token is not the one expected.',
    "The text has both: the token's issuer first, then the server's.",
  ),
  numbered('IDX10206', 'aud', 'The token has no audience.', 'The claim aud is empty.'),
  numbered('IDX10207', 'aud', 'The token has no audience.', 'The claim aud is missing.'),
  numbered(
    'IDX10208',
    'aud',
    'The server expects no audience at all.',
    'Neither a valid audience nor a list of them is configured: a variable is empty.',
  ),
  numbered('IDX10211', 'iss', 'The token has no issuer.', 'The claim iss is missing or empty.'),
  numbered(
    'IDX10214',
    'aud',
    'The audience of the token is not the one expected.',
    "The text has both: the token's audiences first, then the server's.",
  ),
  numbered(
    'IDX10222',
    'nbf',
    'The token is not valid yet.',
    "Its nbf lies in the future of the server's clock.",
  ),
  numbered(
    'IDX10223',
    'exp',
    'The token has expired.',
    "Its exp lies in the past of the server's clock; the text has both times.",
  ),
  numbered('IDX10224', 'nbf', 'The token begins after it ends.', 'Its nbf is later than its exp.'),
  numbered(
    'IDX10225',
    'exp',
    'The token never expires.',
    'The claim exp is missing, and the server demands one.',
  ),
  numbered(
    'IDX10230',
    'exp',
    'A check of the lifetime that the server brings itself said no.',
    'The text does not tell which limit it has.',
  ),
  numbered(
    'IDX10231',
    'aud',
    'A check of the audience that the server brings itself said no.',
    'The text does not tell what it expects.',
  ),
  numbered(
    'IDX10256',
    'type',
    'The token has no type.',
    'The server demands a header typ, and the token has none.',
  ),
  numbered(
    'IDX10257',
    'type',
    'The type of the token is not the one expected.',
    'Often the server demands "at+jwt", and Entra ID sends "JWT".',
  ),
  numbered(
    'IDX10500',
    'key',
    'The server has no key to verify with.',
    'It could not load the keys of the issuer, or was given none.',
  ),
  numbered(
    'IDX10501',
    'key',
    'No key of the server has the kid of the token.',
    'The keys belong to another issuer, or are stale.',
  ),
  numbered(
    'IDX10503',
    'key',
    'None of the keys of the server fits the token.',
    'The keys belong to another issuer, are stale, or the signature is wrong.',
  ),
  numbered('IDX10504', 'signature', 'The token is not signed.', 'Its third part is missing or empty.'),
  numbered(
    'IDX10508',
    'signature',
    'The signature of the token is garbled.',
    'Its third part is not what the algorithm makes.',
  ),
  numbered(
    'IDX10511',
    'signature',
    'The signature of the token is wrong.',
    'The key with its kid was tried and does not fit: the token was changed, or is one for Microsoft Graph.',
  ),
];

function numbered(code: string, claim: RefusedFor, title: string, cause: string): ValidatorEntry {
  return {
    code,
    claim,
    says: { 'Microsoft.IdentityModel': [code] },
    title,
    cause,
    fix: MENDS[claim],
    confidence: 'documented',
    source: 'the source of Microsoft.IdentityModel',
  };
}

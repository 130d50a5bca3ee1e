import type { Confidence } from './confidence.ts';

/** The claim or part of a token that a validator found missing or wrong. */
export type RefusedFor = 'aud' | 'iss' | 'exp' | 'nbf' | 'signature' | 'key' | 'scope' | 'type' | 'malformed';

/** What the validator of a server means with one of its messages. */
export interface ValidatorEntry {
  /** The library's own number, `IDX10214`, or what every library says in its own words: `refused/audience`. */
  readonly code: string;
  readonly claim: RefusedFor;
  /** By library: parts of its messages. */
  readonly says: Readonly<Record<string, readonly string[]>>;
  /** One line: what it means. */
  readonly title: string;
  readonly cause: string;
  /** `{tenant}`, `{audience}` are filled with the run's own. */
  readonly fix: string;
  readonly confidence: Confidence;
  /** What kind of source tells it. */
  readonly source: string;
}

/** What mends the server's settings, by claim. */
export const MENDS: Readonly<Record<RefusedFor, string>> = {
  aud: "Compare aud of the token (mcp-authcheck decode) with the server's setting: OAUTH_AUDIENCE={audience}. For tokens of version 1 of Entra ID set requestedAccessTokenVersion to 2 in the manifest of the API.",
  iss: "Compare iss of the token (mcp-authcheck decode) with the server's setting OAUTH_ISSUER, character for character; at Entra ID it is https://login.microsoftonline.com/{tenant}/v2.0 for tokens of version 2.",
  exp: 'Get a new token; if it is new, compare the clocks of the server and of the authorization server.',
  nbf: "Synchronise the server's clock; a minute of tolerance is usual.",
  signature:
    "Have the server verify with the keys of the issuer: OAUTH_JWKS_URI is the metadata's jwks_uri. Look whether something on the way changes the token.",
  key: 'Set OAUTH_JWKS_URI to the jwks_uri of the issuer that is in the token, check that the server can reach it, and let it load the keys again when it meets an unknown kid.',
  scope: 'Ask for the scope that the challenge names; for a machine assign the app role.',
  type: 'Send the access token, not an ID token; and do not demand typ "at+jwt" of a provider that does not send it.',
  malformed:
    'Send the whole access token, once, after "Bearer" and one blank; an opaque token needs introspection instead.',
};

/**
 * What an opaque word looks like, as far as its form tells; undefined: nothing is known of it. Repeats nothing of it.
 */
export function kindOfOpaque(text: string): string | undefined {
  return KINDS.find(([form]) => form.test(text))?.[1];
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [
    /^[01]\.A[\w-]{2}[\w.-]{80,}$/,
    'it has the form of a refresh token or an authorization code of Entra ID: neither opens an endpoint, the access_token beside it does',
  ],
  [
    /^M\.[A-Z]\d+_/,
    'it has the form of a code or refresh token of a personal Microsoft account: no endpoint takes it',
  ],
  [
    /^[\w.~-]{3}\dQ~[\w.~-]{31,34}$/,
    'it has the form of a client secret of Entra ID: it is no token, and belongs to --client-secret-env or --client-secret-file',
  ],
  [/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'it is a GUID, which is an id and no token'],
  [/^gh[opsur]_\w{20,}$|^github_pat_/, 'it has the form of a token of GitHub'],
  [/^00[\w-]{40}$/, 'it has the form of an API token of Okta, which is for its management API alone'],
  [/^v1\.M[\w-]+$/, 'it has the form of a refresh token of Auth0: no endpoint takes it'],
];

import { DOCUMENTED, type Entry, LIKE_REQUEST, RECORDED, REPORTED } from './entry.ts';

/** The request itself: parameters, method, grant, and a tenant to send it to. */
export const request: readonly Entry[] = [
  {
    code: 900144,
    title: 'A parameter is missing.',
    cause: 'The request lacks a parameter that its text names, often because a variable was empty.',
    fix: 'Check client id, scope and audience.',
    where: 'both',
    error: 'invalid_request',
    status: 400,
    ...RECORDED,
  },
  {
    code: 90014,
    title: 'A required field is missing.',
    cause:
      'The credential or the request lacks a field that the text names, often because a variable was empty.',
    fix: 'Check client id {clientId}, its credential, scope and audience.',
    where: 'token',
    error: 'invalid_request',
    inferred: { status: 400 },
    ...REPORTED,
  },
  {
    code: 9002313,
    title: 'The request is malformed.',
    cause:
      'A code or refresh token is cut off or garbled (then with invalid_grant), a parameter stands twice, or the body is not a form.',
    fix: 'Sign in again: mcp-authcheck login. Of another client look at the request: it is a form, with every value percent-encoded and whole.',
    where: 'token',
    error: 'invalid_request',
    status: 400,
    ...RECORDED,
  },
  {
    code: 900561,
    title: 'The endpoint was asked with the wrong HTTP method.',
    cause:
      'The token endpoint takes POST; a GET comes from a redirect on the way, or from opening it in a browser.',
    fix: 'Give the token endpoint itself, without a redirect in front: --token-endpoint or --authority.',
    where: 'token',
    inferred: LIKE_REQUEST,
    ...DOCUMENTED,
  },
  {
    code: 90056,
    title: 'Authorization endpoint and token endpoint are mixed up.',
    cause: 'What belongs to one of the two was sent to the other.',
    fix: 'App registrations > {clientId} > Endpoints: compare the two URLs with those in use.',
    where: 'token',
    inferred: { status: 400 },
    ...DOCUMENTED,
  },
  {
    code: 70003,
    title: 'The grant is not supported.',
    cause: 'The grant_type is misspelt, or this endpoint does not offer it.',
    fix: 'Use --flow client_credentials, authorization_code, device_code or refresh_token.',
    where: 'token',
    error: 'unsupported_grant_type',
    inferred: { status: 400 },
    ...REPORTED,
  },
  {
    code: 9001023,
    title: 'This grant needs a tenant of its own.',
    cause: 'Under /common or /consumers nobody knows whose application it is.',
    fix: 'Use the tenant id: --tenant {tenant}.',
    where: 'token',
    inferred: LIKE_REQUEST,
    ...DOCUMENTED,
  },
  {
    code: 90019,
    title: 'The request names no tenant.',
    cause:
      'Neither the URL nor a credential tells the tenant: client credentials at /common, or an empty variable.',
    fix: 'Give the "Directory (tenant) ID": --tenant {tenant}.',
    where: 'both',
    inferred: LIKE_REQUEST,
    ...DOCUMENTED,
  },
  {
    code: 50059,
    title: 'The request names no tenant.',
    cause:
      'Neither the URL nor a credential tells the tenant: client credentials at /common, or an empty variable.',
    fix: 'Give the "Directory (tenant) ID": --tenant {tenant}.',
    where: 'both',
    inferred: LIKE_REQUEST,
    ...DOCUMENTED,
  },
  {
    code: 50128,
    title: 'The domain belongs to no tenant.',
    cause: 'Neither the domain that was given nor a credential leads to a tenant.',
    fix: 'Give the "Directory (tenant) ID" instead of a domain: --tenant {tenant}.',
    where: 'both',
    inferred: LIKE_REQUEST,
    ...DOCUMENTED,
  },
];

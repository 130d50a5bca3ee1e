import type { Entry } from './entry.ts';

/** Which API, which scopes, which resource. */
export const scopeErrors: readonly Entry[] = [
  {
    code: 1002012,
    title: 'Client credentials take no named scopes.',
    cause: 'A named scope was asked for. For a machine the scope is the API followed by /.default.',
    fix: 'Ask for api://{audience}/.default, and grant rights as app roles.',
    where: 'token',
    confidence: 'recorded',
  },
  {
    code: 70011,
    title: 'A scope is not valid.',
    cause: 'A scope is misspelt, /.default is mixed with named scopes, or a scope lacks its API in front.',
    fix: 'Ask for scopes of one API, written in full: api://{audience}/<scope>.',
    where: 'both',
    confidence: 'recorded',
  },
  {
    code: 28000,
    title: 'The scopes belong to more than one API.',
    cause: 'One request is for one API.',
    fix: 'Ask for the scopes of api://{audience} alone; another API needs a request of its own.',
    where: 'both',
    confidence: 'reported',
  },
  {
    code: 500011,
    title: 'The API is not in this tenant.',
    cause:
      'No application in the tenant has this App ID URI: it was never set, is misspelt, belongs to another tenant, or the API has no enterprise application.',
    fix: 'App registrations > the API > Expose an API: set "Application ID URI" to api://{audience}; check that the tenant is {tenant}.',
    where: 'both',
    confidence: 'recorded',
  },
  {
    code: 650053,
    title: 'The API has no such scope.',
    cause:
      'The scope does not exist on the API that it was looked up on. If that is 00000003-0000-0000-c000-000000000000, a short scope name was taken for one of Microsoft Graph.',
    fix: 'Write the scope in full, api://{audience}/<scope>, and check it at Expose an API.',
    where: 'authorize',
    confidence: 'documented',
  },
  {
    code: 650057,
    title: "The API is not among the client's permissions.",
    cause: 'The client asked for an API that its registration does not list.',
    fix: 'App registrations > {clientId} > API permissions > Add a permission > APIs my organization uses: add the API, then grant admin consent.',
    where: 'both',
    confidence: 'reported',
  },
  {
    code: 9010010,
    title: 'The resource parameter does not fit the scopes.',
    cause:
      'The RFC 8707 resource is not, character for character, the App ID URI of the scopes; a trailing slash is enough.',
    fix: "Use --no-resource, or make the API's Application ID URI equal to the resource.",
    where: 'both',
    confidence: 'reported',
  },
  {
    code: 901002,
    title: 'The resource parameter is not supported here.',
    cause: 'This endpoint does not take an RFC 8707 resource.',
    fix: 'Use --no-resource.',
    where: 'both',
    confidence: 'documented',
  },
  {
    code: 90009,
    title: 'The application asks for a token for itself.',
    cause: 'Client and API are one registration, and the API was not named by its GUID.',
    fix: 'Ask for {clientId}/.default, send the scopes on refresh too, or register client and API apart.',
    where: 'token',
    confidence: 'documented',
  },
  {
    code: 900144,
    title: 'A parameter is missing.',
    cause: 'The request lacks a parameter that its text names, often because a variable was empty.',
    fix: 'Check client id, scope and audience.',
    where: 'both',
    confidence: 'recorded',
  },
];

import type { HttpRequest } from '../http.ts';
import type { Mutant } from '../mutant.ts';
import type { Call, Caller } from '../resource/parts.ts';

const NOBODY: Caller = {
  sub: 'nobody',
  clientId: '',
  permissions: ['calculator.all'],
  principal: '',
  claims: {},
};

/** Lets in whoever is refused otherwise, where the call is so. */
export function lettingIn(
  name: string,
  about: string,
  isSo: (call: Call, line: string) => boolean,
  ...killedBy: readonly string[]
): Mutant {
  return {
    name,
    about,
    resource: (parts) => ({
      ...parts,
      exempt: (call) => (isSo(call, call.request.headers.authorization?.[0] ?? '') ? NOBODY : undefined),
    }),
    killedBy,
  };
}

function formOf({ headers, body }: HttpRequest): URLSearchParams | undefined {
  const type = headers['content-type']?.[0] ?? '';
  return type.startsWith('application/x-www-form-urlencoded') ? new URLSearchParams(body) : undefined;
}

/** Endpoints that look for the token in the wrong place, or for too much there. */
export const credentialMutants: readonly Mutant[] = [
  lettingIn(
    'takes-words-for-tokens',
    'An Authorization header without a scheme lets in.',
    (_call, line) => /^[^ ]+$/.test(line) && line !== 'Bearer',
    'endpoint/rejects-missing-scheme',
  ),
  lettingIn(
    'takes-basic-credentials-of-nobody',
    'The scheme Basic lets in, whoever it names.',
    (_call, line) => line.startsWith('Basic '),
    'endpoint/rejects-other-scheme',
  ),
  lettingIn(
    'takes-empty-tokens',
    'The scheme Bearer without a token lets in.',
    (_call, line) => line.trim() === 'Bearer',
    'endpoint/rejects-empty-token',
  ),
  {
    name: 'breaks-on-malformed-headers',
    about: 'Reading an Authorization header that is not of two words ends in a server error.',
    resource: (parts) => ({
      ...parts,
      credential: (lines) => {
        const found = parts.credential(lines);
        if (found.kind === 'malformed') throw new TypeError('cannot read the second word');
        return found;
      },
    }),
    killedBy: ['endpoint/rejects-missing-scheme', 'endpoint/rejects-empty-token'],
    alsoBy: ['endpoint/rejects-two-credentials'],
  },
  {
    name: 'knows-one-spelling-of-bearer',
    about: 'The scheme is compared with regard to case.',
    resource: (parts) => ({ ...parts, isBearer: (scheme) => scheme === 'Bearer' }),
    killedBy: ['endpoint/accepts-any-case-of-scheme'],
  },
  {
    name: 'knows-two-spellings-of-bearer',
    about: 'The scheme is compared with "Bearer" and "bearer".',
    resource: (parts) => ({ ...parts, isBearer: (scheme) => ['Bearer', 'bearer'].includes(scheme) }),
    killedBy: ['endpoint/accepts-any-case-of-scheme'],
  },
  {
    name: 'first-credential-wins',
    about: 'Of two Authorization lines the first counts, as in the headers of Node.',
    resource: (parts) => ({ ...parts, credential: (lines) => parts.credential(lines.slice(0, 1)) }),
    killedBy: ['endpoint/rejects-two-credentials'],
  },
  {
    name: 'last-credential-wins',
    about: 'Of two Authorization lines the last counts.',
    resource: (parts) => ({ ...parts, credential: (lines) => parts.credential(lines.slice(-1)) }),
    killedBy: ['endpoint/rejects-two-credentials'],
  },
  {
    name: 'reads-token-in-query',
    about: 'A token in the query counts like one in the header.',
    resource: (parts) => ({
      ...parts,
      tokenElsewhere: ({ query }) => query.get('access_token') ?? undefined,
    }),
    killedBy: ['endpoint/ignores-token-in-query'],
  },
  {
    name: 'lets-in-by-query',
    about: 'Any token in the query lets in.',
    resource: (parts) => ({
      ...parts,
      exempt: ({ request }) => (request.query.has('access_token') ? NOBODY : undefined),
    }),
    killedBy: ['endpoint/ignores-token-in-query'],
  },
  {
    name: 'breaks-on-token-in-query',
    about: 'A token in the query ends in a server error.',
    resource: (parts) => ({
      ...parts,
      tokenElsewhere: ({ query }) => {
        if (query.has('access_token')) throw new TypeError('no token');
        return undefined;
      },
    }),
    killedBy: ['endpoint/ignores-token-in-query'],
  },
  {
    name: 'reads-token-in-body',
    about: 'A token in a form counts like one in the header.',
    resource: (parts) => ({
      ...parts,
      tokenElsewhere: (request) => formOf(request)?.get('access_token') ?? undefined,
    }),
    killedBy: ['endpoint/rejects-token-in-body'],
  },
  {
    name: 'lets-in-by-form',
    about: 'Any token in a form lets in, and the form is answered.',
    resource: (parts) => ({
      ...parts,
      answer: (request, answer) =>
        formOf(request)?.has('access_token') === true
          ? {
              status: 200,
              headers: { 'content-type': 'application/json' },
              body: '{"jsonrpc":"2.0","id":1,"result":{}}',
            }
          : answer,
    }),
    killedBy: ['endpoint/rejects-token-in-body'],
  },
];

import { type HttpAnswer, type HttpRequest, withHeaders } from '../http.ts';
import type { Mutant } from '../mutant.ts';

/** What stands after the scheme, whatever it is. */
function shownIn(request: HttpRequest): string {
  return request.headers.authorization?.[0]?.replace(/^\S+ +/, '') ?? '';
}

/** The answer with another body where that is a JSON object. */
function withMembers(answer: HttpAnswer, members: object): HttpAnswer {
  if (answer.body === undefined || !answer.body.startsWith('{')) return answer;
  return { ...answer, body: JSON.stringify({ ...(JSON.parse(answer.body) as object), ...members }) };
}

/** Servers that say too much, or let caches keep what is not everybody's. */
export const leakageMutants: readonly Mutant[] = [
  {
    name: 'returns-the-token-in-the-body',
    about: 'Answers to authorized requests have the token in them.',
    resource: (parts) => ({
      ...parts,
      answer: (request, answer) =>
        answer.status === 200 ? withMembers(answer, { debug: { token: shownIn(request) } }) : answer,
    }),
    killedBy: ['leakage/keeps-tokens-to-itself'],
    alsoBy: ['token/refresh-works', 'server/lists-expected-tools', 'server/answers-expected-results'],
  },
  {
    name: 'returns-the-token-in-a-header',
    about: 'Answers to authorized requests have the token in a header.',
    resource: (parts) => ({
      ...parts,
      answer: (request, answer) =>
        answer.status === 200 ? withHeaders(answer, { 'x-debug-token': shownIn(request) }) : answer,
    }),
    killedBy: ['leakage/keeps-tokens-to-itself'],
  },
  {
    name: 'quotes-refused-tokens',
    about: 'A refusal repeats the token in its error message.',
    resource: (parts) => ({
      ...parts,
      answer: (request, answer) =>
        answer.status === 401 && shownIn(request) !== ''
          ? withMembers(answer, { error_description: `The token ${shownIn(request)} is not valid` })
          : answer,
    }),
    killedBy: ['leakage/keeps-tokens-to-itself'],
  },
  {
    name: 'quotes-garbage',
    about: 'A refusal repeats what is no JWT in its error message, and nothing else.',
    resource: (parts) => ({
      ...parts,
      answer: (request, answer) =>
        answer.status === 401 && !shownIn(request).includes('.')
          ? withMembers(answer, { error_description: `${shownIn(request)} is no JWT` })
          : answer,
    }),
    killedBy: ['leakage/keeps-tokens-to-itself'],
  },
  {
    name: 'returns-the-claims',
    about: 'An error has the claims of the caller in its data, as JSON in a text.',
    resource: (parts) => ({
      ...parts,
      answer: (request, answer) =>
        answer.body?.includes('-32601') === true
          ? withMembers(answer, {
              debug: JSON.stringify({
                user: Buffer.from(shownIn(request).split('.')[1] ?? '', 'base64url').toString('utf8'),
              }),
            })
          : answer,
    }),
    killedBy: ['leakage/keeps-tokens-to-itself'],
  },
  {
    name: 'caches-authorized-answers',
    about: 'Answers to authorized requests may be kept by every cache.',
    resource: (parts) => ({
      ...parts,
      authorizedHeaders: () => ({ 'cache-control': 'public, max-age=60' }),
    }),
    killedBy: ['leakage/authorized-answers-are-not-cached-publicly'],
  },
  {
    name: 'caches-authorized-answers-at-the-edge',
    about: 'Answers to authorized requests may be kept by shared caches for a minute.',
    resource: (parts) => ({ ...parts, authorizedHeaders: () => ({ 'cache-control': 's-maxage=60' }) }),
    killedBy: ['leakage/authorized-answers-are-not-cached-publicly'],
  },
  {
    name: 'says-nothing-of-caching',
    about: 'Answers to authorized requests have no Cache-Control.',
    resource: (parts) => ({ ...parts, authorizedHeaders: () => ({}) }),
    killedBy: ['leakage/authorized-answers-are-not-cached-publicly'],
  },
  {
    name: 'caches-refusals',
    about: 'A 401 may be kept by every cache.',
    resource: (parts) => ({
      ...parts,
      refusalHeaders: (challenge, problem) => ({
        ...parts.refusalHeaders(challenge, problem),
        'cache-control': 'public, max-age=300',
      }),
    }),
    killedBy: ['leakage/refusals-are-not-cached-publicly'],
  },
  {
    name: 'calls-filtered-lists-public',
    about: 'The list of tools depends on who asks, and has cacheScope "public".',
    resource: (parts) => ({
      ...parts,
      listedTools: (caller, call) =>
        caller.clientId === 'machine'
          ? parts.listedTools(caller, call)
          : parts.listedTools(caller, call).slice(1),
      cacheHints: () => ({ ttlMs: 60_000, cacheScope: 'public' }),
    }),
    killedBy: ['leakage/public-cache-scope-is-the-same-for-all'],
  },
  {
    name: 'omits-ttl',
    about: 'Lists have no ttlMs.',
    resource: (parts) => ({ ...parts, cacheHints: () => ({ cacheScope: 'private' }) }),
    killedBy: ['leakage/cache-hints-are-present'],
    alsoBy: ['server/lists-expected-tools', 'server/answers-expected-results'],
  },
  {
    name: 'omits-cache-scope',
    about: 'Lists have no cacheScope.',
    resource: (parts) => ({ ...parts, cacheHints: () => ({ ttlMs: 0 }) }),
    killedBy: ['leakage/cache-hints-are-present'],
    // The official SDK gives up on such a list.
    alsoBy: ['server/*'],
  },
  {
    name: 'accepts-tokens-of-the-api-behind',
    about: 'The endpoint also takes tokens for the API that it calls itself, and hands them on.',
    resource: (parts) => ({
      ...parts,
      acceptsAudience: (aud) => aud === 'https://another.example/mcp' || parts.acceptsAudience(aud),
    }),
    killedBy: ['leakage/rejects-token-of-upstream-api'],
    alsoBy: ['endpoint/rejects-wrong-audience'],
  },
];

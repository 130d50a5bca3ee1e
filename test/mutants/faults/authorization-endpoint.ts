import type { Mutant } from '../mutant.ts';
import { codeMutants } from './codes.ts';

const group = 'authorization-endpoint';

/** Authorization servers that answer in the browser as they should not. */
export const authorizationEndpointMutants: readonly Mutant[] = [
  {
    name: 'redirects-below-the-registered-uri',
    about: 'A redirect URI need only begin like a registered one.',
    server: (parts) => ({
      ...parts,
      acceptsRedirectUri: (client, uri) =>
        client.redirectUris.some((registered) => uri.replace(/:\d+(?=[/?#]|$)/, '').startsWith(registered)),
    }),
    killedBy: [`${group}/redirects-only-to-registered-uris`],
  },
  {
    name: 'redirects-to-any-https-host',
    about: 'Every https address is good enough for a redirect URI.',
    server: (parts) => ({
      ...parts,
      acceptsRedirectUri: (client, uri) =>
        uri.startsWith('https://') || parts.acceptsRedirectUri(client, uri),
    }),
    killedBy: [`${group}/redirects-only-to-registered-uris`],
  },
  {
    name: 'redirects-past-user-names',
    about: 'User names in redirect URIs are not looked at.',
    server: (parts) => ({
      ...parts,
      acceptsRedirectUri: (client, uri) => parts.acceptsRedirectUri(client, uri.replace(/\/\/[^/@]*@/, '//')),
    }),
    killedBy: [`${group}/redirects-only-to-registered-uris`],
  },
  {
    name: 'redirects-to-scripts',
    about: 'A redirect URI may be a script.',
    server: (parts) => ({
      ...parts,
      acceptsRedirectUri: (client, uri) =>
        uri.startsWith('javascript:') || parts.acceptsRedirectUri(client, uri),
    }),
    killedBy: [`${group}/refuses-unsafe-redirect-schemes`],
  },
  {
    name: 'redirects-to-plain-http',
    about: 'A redirect URI may be plain http on another machine.',
    server: (parts) => ({
      ...parts,
      acceptsRedirectUri: (client, uri) =>
        /^http:\/\/[^/]+\.example\//.test(uri) || parts.acceptsRedirectUri(client, uri),
    }),
    killedBy: [`${group}/refuses-unsafe-redirect-schemes`],
  },
  {
    name: 'redirects-errors-anywhere',
    about: 'What is wrong with the redirect URI is told to the redirect URI.',
    server: (parts) => ({
      ...parts,
      errorPage: (problem, uri) =>
        uri === null ? parts.errorPage(problem, uri) : { status: 302, headers: { location: withError(uri) } },
    }),
    killedBy: [
      `${group}/redirects-only-to-registered-uris`,
      `${group}/refuses-unsafe-redirect-schemes`,
      `${group}/refuses-unknown-clients`,
    ],
  },
  {
    name: 'redirects-for-unknown-clients',
    about: 'A client that nobody knows is told so at the redirect URI that it named.',
    server: (parts) => ({
      ...parts,
      errorPage: (problem, uri) =>
        uri !== null && problem.startsWith('The client')
          ? { status: 302, headers: { location: withError(uri) } }
          : parts.errorPage(problem, uri),
    }),
    killedBy: [`${group}/refuses-unknown-clients`],
  },
  {
    name: 'pkce-is-optional',
    about: 'A request without a code challenge gets a code.',
    server: (parts) => ({
      ...parts,
      challengeProblem: (challenge, method) =>
        challenge === null ? undefined : parts.challengeProblem(challenge, method),
    }),
    killedBy: [`${group}/requires-pkce`],
  },
  {
    name: 'missing-challenge-is-denied-access',
    about: 'A request without a code challenge is refused with another error than the right one.',
    server: (parts) => ({
      ...parts,
      redirectParameters: (given, state, asked) =>
        parts.redirectParameters(
          asked.has('code_challenge') ? given : { error: 'access_denied' },
          state,
          asked,
        ),
    }),
    killedBy: [`${group}/requires-pkce`],
  },
  {
    name: 'takes-plain-challenges',
    about: 'The code challenge may be the verifier itself.',
    server: (parts) => ({
      ...parts,
      challengeProblem: (challenge, method) =>
        parts.challengeProblem(challenge, method === 'plain' ? 'S256' : method),
    }),
    killedBy: [`${group}/refuses-plain-pkce`],
  },
  {
    name: 'takes-challenges-without-method',
    about: 'A code challenge without a method is taken.',
    server: (parts) => ({
      ...parts,
      challengeProblem: (challenge, method) => parts.challengeProblem(challenge, method ?? 'S256'),
    }),
    killedBy: [`${group}/refuses-plain-pkce`],
  },
  {
    name: 'implicit-grant',
    about: 'A token comes in the redirect to whoever asks for one there.',
    server: (parts) => ({
      ...parts,
      answer: (request, answer) => {
        const uri = request.query.get('redirect_uri');
        const asks = request.path.endsWith('/authorize') && request.query.get('response_type') === 'token';
        if (!asks || uri === null) return parts.answer(request, answer);
        const location = `${uri}#access_token=${parts.newCode()}&token_type=Bearer`;
        return { status: 302, headers: { ...answer.headers, location } };
      },
    }),
    killedBy: [`${group}/refuses-implicit-grant`],
  },
  {
    name: 'errors-without-state',
    about: 'Errors come back without the state.',
    server: (parts) => ({
      ...parts,
      redirectParameters: (given, state, asked) =>
        parts.redirectParameters(given, 'error' in given ? null : state, asked),
    }),
    killedBy: [`${group}/errors-carry-state-and-iss`],
  },
  {
    name: 'errors-with-state-twice',
    about: 'Errors come back with the state twice.',
    server: (parts) => ({
      ...parts,
      redirectParameters: (given, state, asked) => [
        ...parts.redirectParameters(given, state, asked),
        ...('error' in given ? [['state', state ?? ''] as const] : []),
      ],
    }),
    killedBy: [`${group}/errors-carry-state-and-iss`],
  },
  {
    name: 'errors-without-iss',
    about: 'Errors come back without the issuer, which the metadata promises.',
    server: (parts) => ({
      ...parts,
      redirectParameters: (given, state, asked) =>
        parts
          .redirectParameters(given, state, asked)
          .filter(([name]) => !('error' in given) || name !== 'iss'),
    }),
    killedBy: [`${group}/errors-carry-state-and-iss`],
  },
  {
    name: 'error-pages-can-be-framed',
    about: 'The only page that can be seen without a sign-in may be put into a frame.',
    server: (parts) => ({ ...parts, pageHeaders: () => ({}) }),
    killedBy: [`${group}/pages-cannot-be-framed`],
  },
  {
    name: 'sign-in-can-be-framed',
    about: 'Every site may put the sign-in into a frame.',
    server: (parts) => ({
      ...parts,
      pageHeaders: () => ({
        'content-security-policy': "default-src 'none'; frame-ancestors *",
        'x-frame-options': 'DENY',
      }),
    }),
    options: { loginFirst: true },
    killedBy: [`${group}/pages-cannot-be-framed`],
  },
  ...codeMutants,
];

function withError(uri: string): string {
  const location = new URL(uri);
  location.searchParams.set('error', 'invalid_request');
  return location.href;
}

import type { Mutant } from '../mutant.ts';
import { credentialMutants, lettingIn } from './endpoint-credentials.ts';
import { endpointTokenMutants } from './endpoint-tokens.ts';

/** Changes how bad tokens are refused. */
function refusing(
  name: string,
  about: string,
  status: number,
  headers: Readonly<Record<string, string>>,
): Mutant {
  return {
    name,
    about,
    resource: (parts) => ({
      ...parts,
      answer: (_request, answer) => {
        if (answer.status !== 401) return answer;
        const body = JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code: -32001, message: 'No' } });
        return { status, headers: { 'content-type': 'application/json', ...headers }, body };
      },
    }),
    killedBy: [
      'endpoint/rejects-no-token',
      'endpoint/rejects-garbage-token',
      'endpoint/refuses-with-401-not-500',
    ],
    alsoBy: [
      'endpoint/rejects-tool-call-without-token',
      'endpoint/rejects-notification-without-token',
      'endpoint/rejects-get-without-token',
      'endpoint/rejects-other-scheme',
      ...OTHER_TOKENS,
      ...WITHOUT_TOKEN,
      ...(status === 403 ? [] : ['coverage/rejects-replay-without-token']),
      'coverage/rejects-batches-without-token',
    ],
  };
}

/** Everything that looks at how a request without a token is answered. */
const WITHOUT_TOKEN = [
  'coverage/rejects-listing-tools-without-token',
  'coverage/rejects-ping-without-token',
  'coverage/rejects-listing-resources-without-token',
  'coverage/rejects-listing-prompts-without-token',
  'coverage/rejects-deleting-without-token',
  'coverage/rejects-unknown-methods-without-token',
  'coverage/rejects-requests-without-version',
  'coverage/rejects-discover-without-token',
  'coverage/rejects-subscribing-without-token',
  'session/is-no-credential',
];

const FORGERIES = [
  'endpoint/rejects-tampered-signature',
  'endpoint/rejects-tampered-payload',
  'endpoint/rejects-stripped-signature',
  'endpoint/rejects-alg-none',
  'endpoint/rejects-key-confusion',
  'endpoint/rejects-self-signed-token',
  'endpoint/rejects-unknown-key',
  'endpoint/rejects-embedded-key',
  'endpoint/rejects-wrong-audience',
  'endpoint/rejects-missing-audience',
  'endpoint/rejects-wrong-issuer',
  'endpoint/rejects-token-before-its-time',
  'endpoint/rejects-expired-token',
];

/** Everything that looks at how a token is answered that is not good. */
const OTHER_TOKENS = [
  ...FORGERIES,
  'endpoint/rejects-id-token',
  'endpoint/rejects-refresh-token',
  'session/does-not-replace-a-good-token',
  'leakage/rejects-token-of-upstream-api',
];

const door: readonly Mutant[] = [
  {
    ...lettingIn('open-door', 'The endpoint asks nobody for a token.', () => true),
    killedBy: ['endpoint/rejects-no-token', 'endpoint/rejects-garbage-token'],
    alsoBy: [
      'endpoint/rejects-tool-call-without-token',
      'endpoint/rejects-notification-without-token',
      'endpoint/rejects-get-without-token',
      'endpoint/rejects-missing-scheme',
      'endpoint/rejects-other-scheme',
      'endpoint/rejects-empty-token',
      'endpoint/rejects-two-credentials',
      'endpoint/refuses-with-401-not-500',
      'endpoint/rejects-revoked-token',
      'endpoint/audience-is-exact',
      ...OTHER_TOKENS,
      ...WITHOUT_TOKEN,
      'coverage/rejects-path-variants',
    ],
  },
  lettingIn(
    'lets-strangers-call-tools',
    'Tools are called without a token.',
    ({ message }) => message?.method === 'tools/call',
    'endpoint/rejects-tool-call-without-token',
  ),
  {
    ...lettingIn(
      'lets-strangers-notify',
      'Notifications are taken without a token.',
      ({ message }) => message?.method.startsWith('notifications/') === true,
      'endpoint/rejects-notification-without-token',
    ),
    alsoBy: ['session/is-no-credential'],
  },
  {
    name: 'lets-strangers-listen',
    about: 'A GET without a token opens an event stream.',
    resource: (parts) => ({
      ...parts,
      answer: (request, answer) =>
        request.method === 'GET' && request.path === '/mcp' && answer.status === 401
          ? { status: 200, headers: { 'content-type': 'text/event-stream' }, stream: () => () => undefined }
          : answer,
    }),
    killedBy: ['endpoint/rejects-get-without-token'],
    alsoBy: ['coverage/rejects-replay-without-token', 'session/is-no-credential'],
  },
  {
    name: 'keeps-everybody-out',
    about: 'The endpoint expects an audience that no token has.',
    resource: (parts) => ({ ...parts, acceptsAudience: () => false }),
    killedBy: ['endpoint/accepts-valid-token'],
    alsoBy: ['token/refresh-works', 'server/*', 'session/*', 'browser/*', 'leakage/*'],
  },
  refusing('refuses-with-403', 'Whoever is not let in is answered 403.', 403, {}),
  refusing('sends-to-a-login-page', 'Whoever is not let in is sent to a login page.', 302, {
    location: 'https://login.example/',
  }),
  refusing('refuses-within-200', 'Whoever is not let in gets a JSON-RPC error with status 200.', 200, {}),
  {
    name: 'breaks-on-bad-tokens',
    about: 'What the verifier throws ends in a server error.',
    resource: (parts) => ({
      ...parts,
      refusalStatus: (problem) => (problem.kind === 'invalid_token' ? 500 : parts.refusalStatus(problem)),
    }),
    killedBy: ['endpoint/rejects-garbage-token', 'endpoint/refuses-with-401-not-500'],
    alsoBy: OTHER_TOKENS,
  },
  {
    name: 'breaks-on-wrong-signatures',
    about: 'Garbage is refused, and a token with a wrong signature ends in a server error.',
    resource: (parts) => ({
      ...parts,
      refusalStatus: (problem) =>
        problem.kind === 'invalid_token' && problem.detail.includes('signature')
          ? 500
          : parts.refusalStatus(problem),
    }),
    killedBy: ['endpoint/rejects-tampered-signature', 'endpoint/refuses-with-401-not-500'],
    alsoBy: ['endpoint/rejects-tampered-payload', 'endpoint/rejects-self-signed-token'],
  },
  {
    name: 'gives-no-reason',
    about: 'The challenge for an invalid token has no error.',
    resource: (parts) => ({
      ...parts,
      challengeParameters: (problem) =>
        parts.challengeParameters(problem).filter(([name]) => name !== 'error'),
    }),
    killedBy: ['endpoint/challenge-on-invalid-token'],
    alsoBy: ['scope/challenge-names-what-is-missing'],
  },
  {
    name: 'takes-bad-tokens-for-bad-requests',
    about: 'The challenge for an invalid token says that the request is invalid.',
    resource: (parts) => ({
      ...parts,
      challengeParameters: (problem) =>
        parts
          .challengeParameters(problem)
          .map(([name, value]) => [name, name === 'error' ? 'invalid_request' : value] as const),
    }),
    killedBy: ['endpoint/challenge-on-invalid-token'],
    alsoBy: ['scope/challenge-names-what-is-missing'],
  },
];

/** Endpoints that let in whom they should not, or keep them out in the wrong way. */
export const endpointMutants: readonly Mutant[] = [...door, ...credentialMutants, ...endpointTokenMutants];

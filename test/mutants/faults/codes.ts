import type { Mutant } from '../mutant.ts';

const group = 'authorization-endpoint';

/** Authorization servers whose sign-ins, codes and refresh tokens are good for more than they should be. */
export const codeMutants: readonly Mutant[] = [
  {
    name: 'state-of-the-first-sign-in',
    about: 'The state is kept in the session, and stays what it was at the first sign-in.',
    server: (parts) => {
      let kept: string | null = null;
      return {
        ...parts,
        redirectParameters: (given, state, asked) => {
          kept ??= state;
          return parts.redirectParameters(given, kept, asked);
        },
      };
    },
    killedBy: [`${group}/echoes-state`, `${group}/errors-carry-state-and-iss`],
  },
  {
    name: 'says-another-iss',
    about: 'The issuer in the authorization response has a slash more than the one in the metadata.',
    server: (parts) => ({
      ...parts,
      redirectParameters: (given, state, asked) =>
        parts
          .redirectParameters(given, state, asked)
          .map(([name, value]) => (name === 'iss' ? ([name, `${value}/`] as const) : [name, value])),
    }),
    killedBy: [`${group}/sends-the-right-iss`, `${group}/errors-carry-state-and-iss`],
  },
  {
    name: 'promises-iss-and-sends-none',
    about: 'The metadata promises an issuer in authorization responses, and none comes.',
    server: (parts) => ({
      ...parts,
      redirectParameters: (given, state, asked) =>
        parts.redirectParameters(given, state, asked).filter(([name]) => name !== 'iss'),
    }),
    killedBy: [`${group}/sends-the-right-iss`, `${group}/errors-carry-state-and-iss`],
  },
  {
    name: 'sends-iss-unannounced',
    about: 'The metadata does not say that authorization responses have an issuer.',
    server: (parts) => {
      const quiet = () => {
        const { authorization_response_iss_parameter_supported: _, ...others } = parts.metadata() ?? {};
        return others;
      };
      // Both documents, so that they agree.
      return { ...parts, metadata: quiet, openidConfiguration: quiet };
    },
    killedBy: [`${group}/sends-the-right-iss`],
    alsoBy: ['discovery/server-advertises-iss'],
  },
  {
    name: 'tokens-in-the-url',
    about: 'A token comes along with the code.',
    server: (parts) => ({
      ...parts,
      redirectParameters: (given, state, asked) => [
        ...parts.redirectParameters(given, state, asked),
        ...('code' in given ? [['access_token', parts.newCode()] as const] : []),
      ],
    }),
    killedBy: [`${group}/keeps-tokens-out-of-urls`],
  },
  {
    name: 'codes-work-twice',
    about: 'A code stays good after it was redeemed.',
    server: (parts) => ({ ...parts, spendCode: () => undefined }),
    killedBy: [`${group}/codes-are-single-use`],
  },
  {
    name: 'any-code-verifier',
    about: 'The code verifier is not looked at.',
    server: (parts) => ({ ...parts, verifierMatches: () => true }),
    killedBy: [`${group}/verifies-the-code-verifier`],
  },
  {
    name: 'code-verifier-is-optional',
    about: 'A code verifier is compared only if there is one.',
    server: (parts) => ({
      ...parts,
      verifierMatches: (code, verifier) => verifier === null || parts.verifierMatches(code, verifier),
    }),
    killedBy: [`${group}/verifies-the-code-verifier`],
  },
  {
    name: 'pkce-downgrade',
    about: 'Where a code was issued without a challenge, the verifier is not looked at.',
    server: (parts) => ({
      ...parts,
      // Without this there would be no such code.
      challengeProblem: (challenge, method) =>
        challenge === null ? undefined : parts.challengeProblem(challenge, method),
      verifierMatches: (code, verifier) =>
        code.challenge === undefined || parts.verifierMatches(code, verifier),
    }),
    killedBy: [`${group}/refuses-pkce-downgrade`, `${group}/requires-pkce`],
  },
  {
    name: 'ignores-redirect-uri-at-the-token-endpoint',
    about: 'The redirect URI of a token request is not compared.',
    server: (parts) => ({ ...parts, isCodeForRedirectUri: () => true }),
    killedBy: [`${group}/binds-codes-to-redirect-uri`],
  },
  {
    name: 'codes-for-any-client',
    about: 'Any client may redeem a code.',
    server: (parts) => ({ ...parts, isCodeOfClient: () => true }),
    killedBy: [`${group}/binds-codes-to-client`],
  },
  {
    name: 'codes-live-for-an-hour',
    about: 'A code is good for an hour.',
    server: (parts) => ({ ...parts, codeLifetime: () => 3600 }),
    killedBy: [`${group}/codes-expire`],
    provedApart: 'A code has to be ten minutes old; the test of the check moves the clock.',
  },
  {
    name: 'keeps-refresh-tokens',
    about: 'A refresh token is good for ever.',
    server: (parts) => ({ ...parts, rotatesRefreshToken: () => false }),
    killedBy: [`${group}/rotates-refresh-tokens`],
  },
  {
    name: 'takes-old-refresh-tokens',
    about: 'A refresh token that was exchanged for another one is still good.',
    server: (parts, { spentRefreshTokens }) => ({
      ...parts,
      findRefreshToken: (token) => parts.findRefreshToken(token) ?? spentRefreshTokens.get(token),
    }),
    killedBy: [`${group}/rotates-refresh-tokens`],
  },
  {
    name: 'refreshes-for-more',
    about: 'A refresh gets every scope that it asks for.',
    server: (parts) => ({ ...parts, refreshedScopes: (granted, asked) => asked ?? granted }),
    killedBy: [`${group}/refresh-does-not-widen`],
  },
];

import type { KnownRule } from '../known-rule.ts';
import { failedSteps, found, quote, quoteAll, readFlows } from '../look.ts';

export const tokenRefused: KnownRule = {
  code: 'session/token-refused',
  leg: 'session',
  unlessExplained: true,
  checks: ['endpoint/accepts-valid-token'],
  about: {
    title: 'The endpoint refuses the access token.',
    cause: 'Audience, issuer, key or expiry is not what the server expects.',
    fix: "Compare the token with the server's configuration; its log names the reason.",
  },
  diagnose: (symptoms) => {
    const error = symptoms.errors.find(({ code }) => code === 'auth.rejected_token');
    if (error === undefined) return [];
    const refused = readFlows(symptoms).find((flow) => flow.refused);
    const token = refused?.token;
    const facts =
      token === undefined
        ? 'The token cannot be read here.'
        : `The token has aud ${quoteAll(token.aud)}, iss ${quote(token.iss)}, exp ${token.expiresAt ?? 'missing'}.`;
    return [
      found(
        'The endpoint refuses the access token.',
        `${error.message} ${facts}`,
        token === undefined
          ? 'Look into the log of the server for the reason.'
          : `Compare with what the server expects: OAUTH_AUDIENCE=${token.aud[0] ?? ''}, OAUTH_ISSUER=${token.iss ?? ''}, and the keys of that issuer. The server's log names the reason.`,
        {
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};

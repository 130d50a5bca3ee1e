import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found, quote, quoteAll, readFlows } from '../../look.ts';
import { disbelieved } from './refused.ts';

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
    const malformed = disbelieved(symptoms).some(({ why }) => why?.claim === 'malformed');
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
          confidence: 'possible',
          ...(token === undefined
            ? {}
            : {
                paste: [
                  {
                    where: 'server',
                    text: `OAUTH_AUDIENCE=${token.aud[0] ?? ''}\nOAUTH_ISSUER=${token.iss ?? ''}`,
                  },
                ],
              }),
          alternatives: malformed
            ? [
                'Something on the way changes the Authorization header: a gateway that cuts long headers, or adds another Bearer.',
              ]
            : [
                'Its clock is wrong, and the token looks expired to it.',
                'It introspects tokens at the authorization server, and is refused there itself.',
              ],
          decide: "The line in the server's log at the time of the refusal.",
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};

import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found, isEntra, quote } from '../../look.ts';
import { hasRightIssuer } from './expectations.ts';
import { disbelieved, namedBy, saidBy } from './refused.ts';

/** The endpoint says that the issuer is wrong, and it is the one of its own authorization server. */
export const otherIssuerExpected: KnownRule = {
  code: 'session/other-issuer-expected',
  leg: 'session',
  unlessExplained: true,
  about: {
    title: 'The endpoint expects another issuer than the token has.',
    cause: 'Its setting is written otherwise: without /v2.0, with a slash at the end, of another tenant.',
    fix: "Set the issuer that the server expects to the token's iss, character for character.",
  },
  diagnose: (symptoms) => {
    const [flow] = disbelieved(symptoms).filter(
      ({ why, token, accepted }) => why?.claim === 'iss' && !accepted && hasRightIssuer(symptoms, token),
    );
    if (flow === undefined) return [];
    const iss = flow.token.iss ?? '';
    const expected = namedBy(flow, [iss, ...flow.token.aud]);
    return [
      found(
        "The endpoint expects another issuer than the token's.",
        `${saidBy(flow)} The token has iss ${quote(iss)}, the issuer of the authorization server in use${expected === undefined ? '' : `; the server names ${quote(expected)}`}. ${spellings(iss, isEntra(symptoms))}`,
        'Set the issuer that the server expects (OAUTH_ISSUER) to this, character for character, and restart it:',
        {
          paste: [{ where: 'server', text: `OAUTH_ISSUER=${iss}` }],
          look: "The server's own settings: OAUTH_ISSUER, or what its code hands to the JWT library.",
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};

/** How the setting is usually wrong. */
function spellings(iss: string, entra: boolean): string {
  if (!entra) {
    return iss.endsWith('/')
      ? 'Issuers are compared character for character: this one ends in a slash.'
      : 'Issuers are compared character for character: this one has no slash at its end.';
  }
  const { pathname } = URL.canParse(iss) ? new URL(iss) : { pathname: '' };
  return pathname.endsWith('/v2.0')
    ? 'Usual mistakes: no /v2.0, a slash at the end, https://sts.windows.net/… (version 1.0), another tenant.'
    : 'This one is that of version 1.0 tokens, with a slash at its end.';
}

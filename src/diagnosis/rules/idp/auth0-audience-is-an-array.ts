import { whyRefused } from '../../catalogue.ts';
import type { KnownRule } from '../../known-rule.ts';
import { found, quote, quoteAll, readFlows } from '../../look.ts';
import { failedWith, isOf, refusedWith } from './in-use.ts';

export const auth0AudienceIsAnArray: KnownRule = {
  code: 'auth0/audience-is-an-array',
  leg: 'token',
  explains: ['session/*', 'token/audience-mismatch'],
  about: {
    title: 'The server compares aud as one string, and Auth0 writes a list.',
    cause: 'With the scope openid Auth0 adds its /userinfo to the audience.',
    fix: 'Let the server take a token when one of its audiences is its own (RFC 7519 §4.1.3).',
  },
  diagnose: (symptoms) => {
    const { audience } = symptoms.evidence.target;
    if (!isOf('auth0', symptoms) || audience === undefined) return [];
    const single = readFlows(symptoms).filter(
      ({ token }) => token.aud.length === 1 && token.aud[0] === audience,
    );
    const taken = single.some(({ accepted }) => accepted);
    // A server that refuses the audience by itself as well expects another one.
    if (!taken && single.some(({ refused }) => refused)) return [];
    const refused = refusedWith(symptoms, 'auth.rejected_token').filter(
      ({ token, accepted, error }) =>
        !accepted &&
        token.aud.length > 1 &&
        token.aud.includes(audience) &&
        (taken || whyRefused(error.provider?.description)?.claim === 'aud'),
    );
    const [first] = refused;
    if (first === undefined) return [];
    const other = taken ? ` It takes a token whose aud is ${quote(audience)} alone.` : '';
    return [
      found(
        'The server compares aud as one string, and Auth0 writes a list.',
        `aud is ${quoteAll(first.token.aud)}, and the server refuses it: ${first.error.message}${other} With the scope openid Auth0 adds its /userinfo.`,
        `Let the server take a token when one of its audiences is ${audience} (RFC 7519 §4.1.3):`,
        {
          confidence: taken ? 'certain' : 'likely',
          results: failedWith(symptoms, ...refused.map(({ request }) => request)),
          paste: [{ where: 'server', text: '[claims.aud].flat().includes(process.env.OAUTH_AUDIENCE)' }],
          ...(taken
            ? {}
            : {
                alternatives: [`The server expects another audience than ${audience}.`],
                decide: 'A token without the scope openid, which has one audience: is it taken?',
              }),
          look: 'Without the scope openid the same token has one audience; nothing but an ID token needs it.',
        },
      ),
    ];
  },
};

import { quote } from '../../token/index.ts';
import type { Check } from '../check.ts';
import { exchangesOfToken } from '../readable.ts';
import { type Provider, providerOf } from '../server-metadata.ts';

interface Type {
  readonly typ: unknown;
  readonly provider: Provider;
  readonly exchanges: readonly number[];
}

export const typIsAtJwt: Check<Type> = {
  id: 'token/typ-is-at-jwt',
  title: 'is reached with a token that calls itself an access token',
  level: 'INFO',
  spec: ['RFC 9068 §2.1', 'RFC 8725 §3.11'],
  passes: '`typ` in the header of the token is `at+jwt` or `application/at+jwt`.',
  fails:
    'It is another or missing: info, because such a token can be mistaken for an ID token or the reverse.',
  fix: 'Turn on the JWT profile for access tokens (RFC 9068) at the authorization server. Auth0: access token profile of the API; Keycloak: "Use \\"at+jwt\\" as access token header type" of the client.',
  per: 'flow',
  needsToken: true,
  needs: ['readable token'],
  unmet: ({ flow }) =>
    flow?.token?.format === 'jwt'
      ? undefined
      : `The access token is ${flow?.token?.format === 'jwe' ? 'encrypted' : 'opaque'}: it has no header that says what it is.`,
  observe: async (context) => ({
    typ: context.flow?.token?.header?.typ,
    provider: providerOf(context.evidence),
    exchanges: exchangesOfToken(context),
  }),
  judge: ({ typ, provider, exchanges }) => {
    const found = `\`typ\` of the token is ${typeof typ === 'string' ? quote(typ, 40) : 'missing'}`;
    // Media types are compared without regard to case (RFC 7515 §4.1.9).
    if (typeof typ === 'string' && /^(?:application\/)?at\+jwt$/i.test(typ))
      return { verdict: 'pass', message: `${found}.`, exchanges };
    return {
      verdict: 'info',
      message: provider.isGiven
        ? `${found}: ${provider.title} writes no other into access tokens.`
        : `${found}; "at+jwt" tells it from an ID token (RFC 9068).`,
      exchanges,
    };
  },
};

import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { failedWith, isOf } from './in-use.ts';

export const auth0NoAudience: KnownRule = {
  code: 'auth0/no-audience',
  leg: 'token',
  explains: [
    'settings/refused',
    'oauth/access_denied',
    'oauth/invalid_target',
    'token/opaque',
    'token/encrypted',
    'token/audience-mismatch',
    'token/scopes-missing',
    'session/*',
  ],
  about: {
    title: 'No audience is asked for, so Auth0 gives a token that nobody but Auth0 can read.',
    cause:
      'Auth0 chooses the API by the parameter audience; without it the token is for /userinfo, encrypted or opaque.',
    fix: 'Give --audience with the Identifier of the API: Applications > APIs > the API > Settings.',
  },
  diagnose: (symptoms) => {
    const { target, flows, discovery } = symptoms.evidence;
    if (!isOf('auth0', symptoms) || target.audience !== undefined) return [];
    const sealed = flows.filter(({ token }) => token?.format === 'jwe' || token?.format === 'opaque');
    const refused = flows.filter(({ error }) => error?.code === 'usage.audience_missing');
    const results = failedWith(symptoms, ...[...sealed, ...refused].map(({ request }) => request));
    const [first] = sealed;
    if ((first === undefined && refused.length === 0) || results.length === 0) return [];
    const shape =
      first?.token?.format === 'jwe'
        ? `The token is encrypted (JWE, ${quote(first.token.header?.enc ?? 'dir')}): it is for Auth0's own /userinfo.`
        : first === undefined
          ? 'A machine gets no token at all then.'
          : "The token is opaque: it is for Auth0's own /userinfo.";
    const resource = discovery?.protectedResourceMetadata?.document.resource;
    const hint = resource === undefined ? '' : ` The endpoint calls itself ${quote(resource)}.`;
    return [
      found(
        'No audience is asked for, so Auth0 gives a token that nobody but Auth0 can read.',
        `${shape} Auth0 chooses the API by the parameter audience; resource counts only with the Resource Parameter Compatibility Profile.${hint}`,
        'Copy the Identifier from Auth0 Dashboard > Applications > APIs > the API > Settings, and give it:',
        { results, paste: [{ where: 'client', text: '--audience <Identifier of the API>' }] },
      ),
    ];
  },
};

import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found, isEntra, quote } from '../../look.ts';
import { disbelieved, saidBy } from './refused.ts';

export const atJwtDemanded: KnownRule = {
  code: 'session/at-jwt-demanded',
  leg: 'session',
  unlessExplained: true,
  about: {
    title: 'The endpoint demands typ at+jwt, and the authorization server writes JWT.',
    cause: 'RFC 9068 is not implemented by Entra ID and others.',
    fix: 'Let the server take typ JWT.',
  },
  diagnose: (symptoms) => {
    const [flow] = disbelieved(symptoms).filter(
      ({ why, token, accepted }) =>
        why?.claim === 'type' && !accepted && !/^(?:application\/)?at\+jwt$/i.test(String(token.header?.typ)),
    );
    if (flow === undefined) return [];
    return [
      found(
        `The endpoint demands another typ in the token's header than ${quote(flow.token.header?.typ ?? null)}.`,
        `${saidBy(flow)} The header has typ ${quote(flow.token.header?.typ ?? null)}. A server that follows RFC 9068 demands "at+jwt"${isEntra(symptoms) ? ', which Entra ID never writes' : ''}.`,
        `Let the server take tokens with typ ${quote(flow.token.header?.typ ?? 'JWT')}: leave "typ" out of what the JWT library demands (ValidTypes in .NET, typ in jose), and insist on the audience instead.`,
        { results: failedSteps(symptoms) },
      ),
    ];
  },
};

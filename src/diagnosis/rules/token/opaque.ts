import type { KnownRule } from '../../known-rule.ts';
import { fill, found } from '../../look.ts';
import { explainedBy } from './explained-by.ts';
import { gravity } from './gravity.ts';

interface Advice {
  readonly why: string;
  readonly fix: string;
}

/** Why a provider's token may be no JWT. */
const ADVICE: Readonly<Record<string, Advice>> = {
  entra: {
    why: 'Access tokens of Entra ID for your own API are JWTs. A refresh token (1.A… or 0.A…), an authorization code, a secret or a token of a personal account for Graph (Ew…) is none.',
    fix: 'Send the access_token of the answer, and ask for a scope of the API, api://{audience}/<scope>.',
  },
  okta: {
    why: "Okta's org authorization server issues tokens for Okta alone, which others must not read.",
    fix: 'Use a custom authorization server: the issuer ends in /oauth2/default or /oauth2/<id>.',
  },
  auth0: {
    why: 'Auth0 issues an opaque token, for its userinfo endpoint, when a request names no audience.',
    fix: 'Name the API: --audience with its identifier (Applications > APIs > Identifier).',
  },
  keycloak: {
    why: 'Keycloak can be told to issue lightweight or opaque tokens; a refresh token or a code is none either.',
    fix: 'Send the access_token; Clients > the client > Advanced: no lightweight access tokens.',
  },
};

const ANYBODY: Advice = {
  why: 'Some authorization servers issue opaque tokens, to be asked about at their introspection endpoint; a refresh token, a code or an API key is no access token either.',
  fix: 'Send the access_token of the answer; let the authorization server issue JWTs for this API, or the server introspect (RFC 7662).',
};

export const opaqueToken: KnownRule = {
  code: 'token/opaque',
  leg: 'token',
  about: {
    title: 'The token is no JWT, and the server refuses it.',
    cause: 'It is for the authorization server itself, or no access token at all.',
    fix: 'Send the access_token of the answer, and ask for the API.',
  },
  diagnose: (symptoms) =>
    symptoms.evidence.flows.flatMap((flow) => {
      const { request, token } = flow;
      const severity = gravity(flow);
      if (token?.format !== 'opaque' || flow.tokens?.tokenType === 'none' || severity === undefined)
        return [];
      if (isCutOff(token.remarks)) return [];
      const { why, fix } = ADVICE[symptoms.evidence.profile.name] ?? ANYBODY;
      return [
        found(
          severity === 'note'
            ? 'The token is no JWT: nobody but its issuer can tell what is in it.'
            : 'What is sent is no JWT, and the server can make nothing of it.',
          `It is ${token.remarks.find((remark) => remark.startsWith('not a JWT')) ?? 'no JWT'}. ${why}`,
          fill(fix, symptoms, request),
          { severity, confidence: 'likely', results: explainedBy(symptoms, request) },
        ),
      ];
    }),
};

/** Header and claims, and no signature behind them. In the words of our own decoder. */
export function isCutOff(remarks: readonly string[]): boolean {
  return remarks.some((remark) => remark.endsWith('its end is missing'));
}

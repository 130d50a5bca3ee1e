import type { KnownRule } from '../../known-rule.ts';
import { fill, found, isEntra, quote } from '../../look.ts';
import { explainedBy } from './explained-by.ts';
import { gravity } from './gravity.ts';

export const encrypted: KnownRule = {
  code: 'token/encrypted',
  leg: 'token',
  about: {
    title: 'The token is encrypted.',
    cause: 'Only the resource that holds the key can read it; Auth0 issues such tokens when no API is named.',
    fix: 'Name the API, or switch token encryption off, or give the server the key.',
  },
  diagnose: (symptoms) =>
    symptoms.evidence.flows.flatMap((flow) => {
      const { request, token } = flow;
      const severity = gravity(flow);
      if (token?.format !== 'jwe' || severity === undefined) return [];
      const { alg = null, enc = null } = token.header ?? {};
      const auth0 = symptoms.evidence.profile.name === 'auth0' || alg === 'dir';
      const facts = `It has five parts, a JWE: alg ${quote(alg)}, enc ${quote(enc)}. Only who holds the key can read its claims${severity === 'error' ? ', and the server refuses it' : ''}.`;
      if (auth0) {
        return [
          found(
            'The token is encrypted for the authorization server itself: no API was asked for.',
            `${facts} Auth0 issues such a token for its userinfo endpoint when a request names no audience.`,
            'Name the API: --audience with its identifier (Applications > APIs > Identifier).',
            { severity, confidence: 'likely', results: explainedBy(symptoms, request) },
          ),
        ];
      }
      if (severity === 'note') {
        const fix = 'Nothing, where the server has the key. What the token says cannot be checked here.';
        return [found('The token is encrypted.', facts, fix, { severity })];
      }
      return [
        found(
          'The token is encrypted, and the server cannot read it.',
          facts,
          fill(
            isEntra(symptoms)
              ? 'App registrations > the API {audience} > Manifest: clear tokenEncryptionKeyId, wait a few minutes and get a new token. Or give the server the private key of that credential.'
              : 'Switch the encryption of access tokens off for this API, or give the server the private key.',
            symptoms,
            request,
          ),
          {
            ...(isEntra(symptoms)
              ? { paste: [{ where: 'manifest', text: '"tokenEncryptionKeyId": null' } as const] }
              : {}),
            alternatives: ['The token is for another resource, which holds the key.'],
            decide: `The kid in its header, ${quote(token.header?.kid ?? null)}: whose key has this id?`,
            severity,
            confidence: 'likely',
            results: explainedBy(symptoms, request),
          },
        ),
      ];
    }),
};

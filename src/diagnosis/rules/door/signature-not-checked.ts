import type { KnownRule } from '../../known-rule.ts';
import { quote } from '../../look.ts';
import { goodToken, notChecked } from '../../refusals.ts';

const SENT: Readonly<Record<string, string>> = {
  'endpoint/rejects-tampered-signature': 'a token whose signature was changed',
  'endpoint/rejects-tampered-payload': 'a token whose claims were changed',
  'endpoint/rejects-stripped-signature': 'a token without its signature',
  'endpoint/rejects-alg-none': 'an unsigned token (alg "none")',
  'endpoint/rejects-self-signed-token': 'a token signed with a key of our own',
};

/** Where no signature is looked at, these get in as well; by themselves they tell of a key or algorithm too many. */
const GET_IN_TOO = [
  'endpoint/rejects-key-confusion',
  'endpoint/rejects-unknown-key',
  'endpoint/rejects-embedded-key',
];

export const signatureNotChecked: KnownRule = {
  code: 'endpoint/signature-not-checked',
  leg: 'check',
  checks: Object.keys(SENT),
  about: {
    title: 'The endpoint believes tokens whose signature does not hold.',
    cause: 'The token is decoded, not verified; or any algorithm or key is taken.',
    fix: "Verify the signature with the issuer's published keys and an allow-list of algorithms.",
  },
  diagnose: (symptoms) =>
    notChecked(
      symptoms,
      Object.keys(SENT),
      (through) => {
        const sent = [...new Set(through.map(({ id }) => SENT[id] ?? id))];
        const keys = symptoms.evidence.discovery?.authorizationServerMetadata?.document.jwks_uri;
        const algorithm = goodToken(symptoms)?.header?.alg;
        return {
          summary:
            'The endpoint does not check the signature of tokens: anybody can write one that opens it.',
          cause: `It let in ${sent.join(', ')}.`,
          fix: `Verify the signature with a maintained JWT library before any claim is believed: keys from ${keys ?? "the issuer's jwks_uri"} and no others, algorithm ${typeof algorithm === 'string' ? quote(algorithm) : '"RS256"'} and no other. Decoding is not verifying.`,
        };
      },
      GET_IN_TOO,
    ),
};

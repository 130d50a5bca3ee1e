import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found, quote } from '../../look.ts';
import { isSound } from './expectations.ts';
import { disbelieved, saidBy } from './refused.ts';

/** The endpoint finds no key for a signature that the issuer's published keys verify. */
export const otherKeysUsed: KnownRule = {
  code: 'session/other-keys-used',
  leg: 'session',
  unlessExplained: true,
  about: {
    title: "The endpoint verifies with other keys than the issuer's.",
    cause: 'Its key address is that of another issuer, or it keeps old keys.',
    fix: "Set the address of the keys to the issuer's jwks_uri, and fetch them anew at an unknown kid.",
  },
  diagnose: (symptoms) => {
    const [flow] = disbelieved(symptoms).filter(
      ({ why, token, accepted }) =>
        (why?.claim === 'key' || why?.claim === 'signature') && !accepted && isSound(symptoms, token),
    );
    if (flow === undefined) return [];
    const { discovery, target } = symptoms.evidence;
    const place = target.jwksUri ?? discovery?.authorizationServerMetadata?.document.jwks_uri;
    return [
      found(
        "The endpoint verifies with other keys than the issuer's.",
        `${saidBy(flow)} The keys at ${place ?? "the issuer's jwks_uri"} verify this token (kid ${quote(flow.token.header?.kid ?? null)}).`,
        'Set the address of the keys (OAUTH_JWKS_URI) to this, and start the server anew.',
        {
          ...(place === undefined ? {} : { paste: [{ where: 'server', text: `OAUTH_JWKS_URI=${place}` }] }),
          alternatives: [
            'The address is right, and the keys were copied or kept from before the issuer changed them: fetch them anew when a kid is unknown.',
            'It cannot fetch them, and says so in this way: proxy, DNS, or a certificate authority that it does not trust.',
          ],
          decide: "Whether the server's log shows a request to the address of the keys, and its answer.",
          confidence: 'likely',
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};

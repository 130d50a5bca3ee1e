import { word } from '../../az/shell.ts';
import { whyRefused } from '../../catalogue.ts';
import type { KnownRule } from '../../known-rule.ts';
import { type Diagnosis, errorOf, failedIds, failedSteps, found, quote, quoteAll } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';
import { failedWith, isOf, refusedWith } from './in-use.ts';

export const auth0IssuerWithoutSlash: KnownRule = {
  code: 'auth0/issuer-without-slash',
  leg: 'token',
  explains: ['issuer/differs-by-slash', 'issuer/mismatch', 'session/*'],
  about: {
    title: 'The issuer is written without the slash in which those of Auth0 end.',
    cause: 'OAUTH_ISSUER of the server or --issuer has no slash at its end, and iss of the tokens has one.',
    fix: 'Write the issuer with the slash.',
  },
  diagnose: (symptoms) => {
    if (!isOf('auth0', symptoms)) return [];
    const pinned = pinnedWithout(symptoms);
    if (pinned !== undefined) return [pinned];
    const named = symptoms.evidence.discovery?.authorizationServers ?? [];
    const refused = refusedWith(symptoms, 'auth.rejected_token').filter(
      ({ token, accepted, error }) =>
        !accepted &&
        token.signature === 'verified' &&
        token.iss?.endsWith('/') === true &&
        (named.includes(token.iss.slice(0, -1)) || whyRefused(error.provider?.description)?.claim === 'iss'),
    );
    const [first] = refused;
    const iss = first?.token.iss;
    if (first === undefined || iss === null || iss === undefined) return [];
    const shows = named.includes(iss.slice(0, -1));
    return [
      found(
        shows
          ? 'The server is set to the issuer without the slash in which those of Auth0 end.'
          : 'The server refuses the issuer of the token; at Auth0 it is often the slash at its end.',
        `iss is ${quote(iss)}, and the server refuses it: ${first.error.message} The endpoint names ${quoteAll(named)}. Issuers are compared character for character.`,
        'Set the issuer that the server expects, slash included:',
        {
          confidence: shows ? 'likely' : 'possible',
          results: [
            ...failedWith(symptoms, ...refused.map(({ request }) => request)),
            ...failedIds(symptoms, ({ id }) => id.startsWith('discovery/issuer-')),
          ],
          paste: [{ where: 'server', text: `OAUTH_ISSUER=${iss}` }],
          alternatives: ['The server is set to another tenant or to a custom domain.'],
          decide: 'The OAUTH_ISSUER that the server runs with.',
        },
      ),
    ];
  },
};

/** The client's own pin lacks the slash, so that nothing was sent. */
function pinnedWithout(symptoms: Symptoms): Diagnosis | undefined {
  const { target, discovery } = symptoms.evidence;
  const own = discovery?.authorizationServerMetadata?.document.issuer;
  if (target.issuer === undefined || own === undefined || own !== `${target.issuer}/`) return undefined;
  const results = failedSteps(symptoms);
  if (errorOf(symptoms, 'issuer.mismatch') === undefined || results.length === 0) return undefined;
  return found(
    'The issuer is given without the slash in which those of Auth0 end.',
    `Given is ${quote(target.issuer)}; the metadata says ${quote(own)}. They are compared character for character (RFC 8414 §3.3), so nothing was sent.`,
    'Give the issuer with the slash:',
    { results, paste: [{ where: 'client', text: `--issuer ${word(own)}` }] },
  );
}

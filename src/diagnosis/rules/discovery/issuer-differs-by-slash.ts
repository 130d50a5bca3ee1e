import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { metadataToServe } from './lines-to-serve.ts';
import { weight } from './named-issuers.ts';

export const issuerDiffersBySlash: KnownRule = {
  code: 'issuer/differs-by-slash',
  leg: 'discovery',
  checks: ['discovery/issuer-is-exact'],
  explains: ['issuer/mismatch', 'token/of-another-server'],
  about: {
    title: 'The endpoint names the issuer with a slash too many or too few.',
    cause: "Auth0's issuers end with a slash, Entra ID's, Okta's and Keycloak's do not.",
    fix: "Copy issuer from the authorization server's metadata, the slash included.",
  },
  diagnose: (symptoms) => {
    const { discovery } = symptoms.evidence;
    const own = discovery?.authorizationServerMetadata?.document.issuer;
    const names = discovery?.authorizationServers ?? [];
    if (own === undefined || names.includes(own)) return [];
    const named = names.find((name) => bare(name) === bare(own));
    if (named === undefined) return [];
    const { severity, results } = weight(symptoms);
    return [
      found(
        `The endpoint names the issuer ${own.endsWith('/') ? 'without the slash that belongs to it' : 'with a slash that does not belong to it'}.`,
        `authorization_servers has ${quote(named)}; the authorization server calls itself ${quote(own)}. Strict clients compare the two character for character (RFC 8414 §3.3), and so do servers with the iss of tokens.`,
        "Copy issuer from the authorization server's metadata, character for character:",
        {
          severity: results.length === 0 ? 'warning' : severity,
          results,
          paste: [metadataToServe(symptoms, own)],
        },
      ),
    ];
  },
};

function bare(issuer: string): string {
  return issuer.replace(/\/$/, '');
}

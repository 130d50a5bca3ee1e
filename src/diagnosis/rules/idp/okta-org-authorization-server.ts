import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found, quote, quoteAll } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';
import { isOf, issuerInUse } from './in-use.ts';

const FIX =
  'Use a custom authorization server, which every org with API Access Management has as "default": Admin Console > Security > API > Authorization Servers; take its Issuer URI and its Audience for client and server.';

export const oktaOrgAuthorizationServer: KnownRule = {
  code: 'okta/org-authorization-server',
  leg: 'token',
  explains: [
    'settings/refused',
    'oauth/invalid_scope',
    'okta/org-server-has-no-custom-scopes',
    'issuer/mismatch',
    'token/of-another-server',
    'token/signature-invalid',
    'token/key-not-published',
    'token/audience-mismatch',
    'token/opaque',
    'token/encrypted',
    'session/*',
  ],
  about: {
    title: "The tokens are asked for at Okta's org authorization server, which issues them for Okta alone.",
    cause:
      'The issuer has no path /oauth2/…: it knows no custom scopes, and nobody else can verify its tokens.',
    fix: FIX,
  },
  diagnose: (symptoms) => {
    const issuer = issuerInUse(symptoms);
    if (!isOf('okta', symptoms) || issuer?.pathname !== '/' || !isTrouble(symptoms)) return [];
    const { discovery, flows } = symptoms.evidence;
    const asked = discovery?.protectedResourceMetadata?.document.scopes_supported ?? [];
    const wanted = asked.length === 0 ? '' : ` The endpoint demands ${quoteAll(asked)}.`;
    const said = flows.flatMap(({ error }) => error?.provider?.description ?? []);
    const refusal = said[0] === undefined ? '' : ` Okta said ${quote(said[0])}.`;
    return [
      found(
        "The tokens are asked for at Okta's org authorization server, which issues them for Okta alone.",
        `The issuer ${quote(issuer.origin)} has no path /oauth2/…: that server has no scopes but those of OpenID Connect and okta.*, and an MCP server cannot verify its tokens.${wanted}${refusal}`,
        FIX,
        {
          results: failedSteps(symptoms),
          paste: [
            { where: 'client', text: `--issuer ${issuer.origin}/oauth2/default` },
            {
              where: 'server',
              text: [
                `OAUTH_ISSUER=${issuer.origin}/oauth2/default`,
                `OAUTH_JWKS_URI=${issuer.origin}/oauth2/default/v1/keys`,
                'OAUTH_AUDIENCE=api://default',
              ].join('\n'),
            },
          ],
        },
      ),
    ];
  },
};

/** What only this server refuses, or a token of it that the endpoint does. */
function isTrouble({ evidence }: Symptoms): boolean {
  return evidence.flows.some(
    ({ error, sessions }) =>
      REFUSED_BEFOREHAND.includes(error?.code ?? '') ||
      /custom scopes are not allowed/i.test(error?.provider?.description ?? '') ||
      sessions.some((session) => session.error?.code === 'auth.rejected_token'),
  );
}

const REFUSED_BEFOREHAND = ['usage.scope_not_offered', 'usage.credential_not_accepted'];

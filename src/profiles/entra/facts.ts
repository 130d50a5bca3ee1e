import type { ProviderFacts } from '../../types.ts';

const registration = 'beforehand (*App registrations*): there is neither registration nor metadata document';

export const facts: readonly ProviderFacts[] = [
  {
    kind: 'Microsoft Entra ID',
    issuer:
      '`https://login.microsoftonline.com/{tenant id}/v2.0` from `--tenant`; `.us`, `.cn` and other clouds with `--authority`',
    machine: 'client credentials for `{App ID URI}/.default`; app roles with admin consent',
    person:
      'platform *Mobile and desktop applications* with the redirect URI `http://localhost/callback`, any port',
    registration,
    audience: '`--audience` is the API’s client id or App ID URI; `aud` is the id (v2) or the URI (v1)',
    watch: [
      'A machine’s token has `roles` and never `scp`.',
      'Tokens are version 1 until the API’s manifest says `"requestedAccessTokenVersion": 2`.',
      '`resource` is sent only where it is, character for character, the App ID URI of the scopes.',
      'PKCE works though the metadata does not mention it.',
    ],
  },
  {
    kind: 'Microsoft Entra External ID',
    issuer:
      '`https://{tenant id}.ciamlogin.com/{tenant id}/v2.0` from `--authority https://{name}.ciamlogin.com` and `--tenant {tenant id}`',
    machine: 'as Entra ID',
    person: 'as Entra ID; the application is added to a user flow',
    registration,
    audience: 'as Entra ID',
    watch: [
      'The issuer’s host is the tenant id, not the name that people know.',
      'With `--tenant` the tenant id is needed; a domain name does not tell the issuer.',
    ],
  },
  {
    kind: 'Azure AD B2C',
    issuer:
      '`https://{name}.b2clogin.com/{tenant id}/v2.0/`; pin `--issuer https://{name}.b2clogin.com/{name}.onmicrosoft.com/{policy}/v2.0/`',
    machine: 'client credentials for `https://{name}.onmicrosoft.com/{API}/.default`',
    person:
      'scopes `https://{name}.onmicrosoft.com/{API}/{scope}`; the redirect URI `http://localhost/callback`, any port',
    registration,
    audience: '`aud` is the API’s client id',
    watch: [
      'Metadata lies under the policy, the issuer does not name it and ends with a slash; `tfp` or `acr` does.',
      'Its errors are `AADB2C90…`; the library is `openid-client`.',
      'No new tenants since May 2025.',
    ],
  },
];

import { anchored, code, list, page, table, text } from './markdown.mjs';

const TENANT = '11111111-2222-4333-8444-555555555555';
const API = '66666666-7777-4888-9999-aaaaaaaaaaaa';

/** An issuer of each provider, for showing what the profile makes of it. */
const ISSUERS = {
  entra: `https://login.microsoftonline.com/${TENANT}/v2.0`,
  okta: 'https://dev-1.okta.com/oauth2/default',
  auth0: 'https://dev-1.eu.auth0.com/',
  keycloak: 'https://id.example.com/realms/main',
};

/** What is known of each provider. */
export function profilesPage({ profiles }) {
  return page(
    'The providers',
    'The provider is the one that `--provider` names; else Entra ID with a tenant; else the first of these that recognises the issuer or what it publishes. Its profile says how scopes, `resource` and audience are asked for, and what it refuses for certain, so that nothing need be sent to find out.',
    profiles.map(profileSection),
  );
}

/** The README's table. */
export function worksWith({ profiles }) {
  return [
    table(
      ['provider', 'issuer', 'audience'],
      profiles.flatMap(({ name, facts }) =>
        facts.map(({ kind, issuer, audience }) => [
          `[${text(kind)}](docs/profiles.md#provider-${name})`,
          issuer,
          audience,
        ]),
      ),
    ),
    'Each row is proved by a test in which a server on loopback plays the provider, under its name and with its issuer, claims and gaps: a machine and a person get a token, and the person’s is refreshed. Nothing here was tried against the live services.',
  ].join('\n\n');
}

function profileSection(profile) {
  return [
    anchored(`provider-${profile.name}`, `## ${profile.name}: ${profile.title}`),
    ...profile.facts.flatMap((facts) => kindSection(facts, profile.facts.length > 1)),
    ...(profile.facts.length > 1 ? ['### What the profile says'] : []),
    dataTable(profile),
  ].join('\n\n');
}

function kindSection(facts, several) {
  return [
    ...(several ? [`### ${facts.kind}`] : []),
    table(
      ['what', 'how'],
      [
        ['issuer', facts.issuer],
        ['a machine', facts.machine],
        ['a person', facts.person],
        ['registration', facts.registration],
        ['audience', facts.audience],
      ],
    ),
    list(facts.watch),
  ];
}

/** What the functions of the profile answer, for one of its issuers. */
function dataTable(profile) {
  const issuer = ISSUERS[profile.name] ?? 'https://id.example.com/tenant';
  const named = (value) => value.replaceAll(TENANT, '{tenant}').replaceAll(API, '{API’s client id}');
  const lines = (values) => values.map((value) => code(named(value))).join('<br>');
  const { host, path, anyPort } = profile.loopback;
  const api = profile.name === 'entra' ? API : 'https://calculator.example.com/mcp';
  return table(
    ['what', 'how'],
    [
      ['library', code(profile.defaultLibrary)],
      [
        'metadata of the issuer',
        `${code(named(issuer))} is looked for at<br>${lines(profile.metadataUrls(issuer))}`,
      ],
      [
        'redirect URI of `authorization_code`',
        `${code(`http://${host}${anyPort ? '' : ':{port}'}${path}`)}, ${anyPort ? 'any port' : 'register it with the port of `--port`'}`,
      ],
      [
        'PKCE',
        profile.pkceUnadvertised
          ? 'S256, though the metadata does not mention it'
          : 'S256, where the metadata says so',
      ],
      ['a refresh repeats the scopes', profile.scopesOnRefresh ? 'yes' : 'no'],
      ['`iss` of its tokens may be', lines(profile.acceptedIssuers(issuer))],
      [`\`aud\` for the audience ${code(named(api))}`, lines(profile.acceptedAudiences(api))],
    ],
  );
}

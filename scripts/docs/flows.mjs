import { anchored, code, page, table, text } from './markdown.mjs';

const ISSUER = 'https://id.example.com/realms/main';
const ENTRA_ISSUER = 'https://login.microsoftonline.com/{tenant}/v2.0';
const TENANT = '11111111-2222-4333-8444-555555555555';
const API = '66666666-7777-4888-9999-aaaaaaaaaaaa';

/** Every way of getting a token, and what is known of the providers that issue it. */
export function flowsPage({ flows, profiles }) {
  return page(
    'Flows and providers',
    'A flow is one way of getting a token: `--flow NAME` on the command line (repeatable), `flow: NAME` in the [configuration file](../schema/config.v1.json). Flows run in the order in which they are named, and `refresh_token` refreshes what the flow before it brought.',
    '## Flows',
    table(
      ['flow', 'what it brings', 'a person is needed', 'an authorization server is needed'],
      flows.map((flow) => [
        code(flow.name),
        text(flow.summary),
        yes(flow.needsPerson),
        yes(flow.needsIssuer),
      ]),
    ),
    'A flow that needs a person stops where nobody is there to sign in: in CI, or without a terminal; exit code 8 says so when nothing else went wrong. A flow that needs an authorization server sends its credential to the pinned issuer and to nobody else.',
    '## Providers',
    'The provider is the one that `--provider` names; else Entra ID with a tenant; else the first of these that recognises the issuer.',
    profiles.map(profileSection),
  );
}

function yes(value) {
  return value ? 'yes' : 'no';
}

function profileSection(profile) {
  const isEntra = profile.name === 'entra';
  const issuer = isEntra ? ENTRA_ISSUER.replace('{tenant}', TENANT) : ISSUER;
  const named = (value) => value.replaceAll(TENANT, '{tenant}').replaceAll(API, '{API’s client id}');
  const lines = (values) => values.map((value) => code(named(value))).join('<br>');
  const { host, path, anyPort } = profile.loopback;
  return [
    anchored(`provider-${profile.name}`, `### ${profile.name}: ${profile.title}`),
    table(
      ['what', 'how'],
      [
        ['library', code(profile.defaultLibrary)],
        [
          'metadata of the issuer',
          `${code(named(issuer))} is looked for at<br>${lines(profile.metadataUrls(issuer))}`,
        ],
        [
          'redirect URI of `authorization_code`',
          `${code(`http://${host}${path}`)}${anyPort ? ', any port' : ''}`,
        ],
        [
          'PKCE',
          profile.pkceUnadvertised
            ? 'S256, though the metadata does not mention it'
            : 'S256, where the metadata says so',
        ],
        ['a refresh repeats the scopes', yes(profile.scopesOnRefresh)],
        ['`iss` of its tokens may be', lines(profile.acceptedIssuers(issuer))],
        ['`aud` for the audience', lines(profile.acceptedAudiences(API))],
      ],
    ),
  ].join('\n\n');
}

import { code, list, page, table, text } from './markdown.mjs';

/** Every way of getting a token. */
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
    'Each has a profile, which says how scopes, `resource` and audience are asked for there:',
    list(profiles.map(({ name, title }) => `[${title}](profiles.md#provider-${name})`)),
  );
}

function yes(value) {
  return value ? 'yes' : 'no';
}

import { anchored, capital, code, list, page, shell, text } from './markdown.mjs';

const GROUPS = {
  discovery: 'What the endpoint and its authorization server say of themselves.',
  token: 'The access token that each flow brought.',
  endpoint: 'The door: who gets in and who does not.',
  coverage: 'Every request is protected, not only the obvious ones.',
  scope: 'What a token without the right scope gets.',
  session: 'Sessions and handles are no credentials.',
  browser: 'What a page in a browser may do.',
  leakage: 'Nothing secret leaks, and nothing private is cached.',
  server: 'What lies behind the door.',
  'token-endpoint': 'The authorization server, asked by its clients.',
  'authorization-endpoint': 'The authorization server, as a browser meets it.',
  registration: 'How a client comes to its client id.',
  interop: 'Who else gets in.',
};

/** Every check of the registry, by group, in the words of `explain`. */
export function checksPage({ checks, groupOf, explainCheck }) {
  const groups = [...new Set(checks.map(({ id }) => groupOf(id)))];
  return page(
    'The checks',
    'Each check is the predicate of a sentence about the server. Pick some with `--checks` and leave some out with `--skip`; both take ids and groups. `explain` prints the same pages.',
    shell([
      'mcp-authcheck verify --list-checks',
      'mcp-authcheck verify URL --checks discovery,endpoint/rejects-no-token',
      'mcp-authcheck verify URL --skip token',
      'mcp-authcheck explain endpoint/rejects-no-token',
    ]),
    'What a result means: `pass`; `fail`: the rule is broken; `warn`: a recommendation is not followed, or the server refuses in a form that clients stumble over (`--strict` makes it fail the run); `info`: worth knowing; `skip`: it could not run here, and the reason is given; `blocked`: something before it failed; `inconclusive`: what was seen proves nothing.',
    'No check changes anything at the server, locks an account or calls a tool that nobody named. Three flags allow more: `--allow-disclosing` shows the endpoint tokens that are good for something else, `--allow-registering` registers clients and deletes them again, `--allow-sign-ins` asks the person to sign in more often. With `--lab` the tool brings an authorization server of its own, for an endpoint that can be told to trust it, and mints every token that an attack needs.',
    groups.flatMap((group) => [
      anchored(group, `## ${group}`),
      ...(GROUPS[group] === undefined ? [] : [GROUPS[group]]),
      ...checks.filter(({ id }) => groupOf(id) === group).map((check) => section(explainCheck(check))),
    ]),
  );
}

function section({ code: id, title, cause, more = [], fix, source }) {
  const sections = [
    { label: 'level', text: cause },
    ...more,
    { label: 'fix', text: fix },
    { label: 'source', text: source },
  ];
  return [
    anchored(id.replaceAll('/', '-'), `### ${code(id)}`),
    text(title),
    list(sections.map(({ label, text: words }) => `**${capital(label)}**: ${text(words)}`)),
  ].join('\n\n');
}

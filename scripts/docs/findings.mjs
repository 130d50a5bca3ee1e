import { anchored, code, list, page, shell, table, text } from './markdown.mjs';

const LEGS = {
  target: 'Before anything is sent',
  network: 'Network',
  discovery: 'Discovery',
  token: 'Token',
  session: 'Session',
  check: 'Checks',
};

/** Every root cause that is recognised, and the codes that `explain` knows. */
export function findingsPage(registries) {
  const { rules, docsOf, explanations, explainedErrors, catalogue, aadstsCode, oauthCode } = registries;
  const known = explanations();
  const place = (finding) => `<a id="${anchorOf(docsOf(finding))}"></a>`;
  const of = (kind) => known.filter((one) => one.kind === kind);
  return page(
    'The findings',
    'A report names root causes, the most likely first. Every one has a stable code, and `explain` knows them offline, as well as the codes of the tables below:',
    shell([
      'mcp-authcheck explain entra/token-version-1',
      'mcp-authcheck explain AADSTS7000215',
      'mcp-authcheck explain registration.not_offered',
      'mcp-authcheck explain 7',
    ]),
    'In a report the texts are filled in with what the run has seen. What an authorization server says has a code of its own: `entra/aadsts-` and the number, or `oauth/` and the error.',
    Object.entries(LEGS).flatMap(([leg, heading]) => {
      const found = rules.filter((rule) => rule.leg === leg);
      return found.length === 0 ? [] : [`## ${heading}`, ...found.map((rule) => finding(rule, docsOf))];
    }),
    anchored('aadsts', '## AADSTS numbers'),
    'Entra ID’s own error numbers. The last column says how far a row is known: *recorded* rows come from real answers, *reported* ones from what users published, *documented* ones from Microsoft’s list only, and *unverified* ones are neither.',
    table(
      ['number', 'meaning', 'cause', 'fix', 'seen at', 'known'],
      of('aadsts').map((one) => {
        const entry = catalogue.find(({ code }) => `AADSTS${code}` === one.code);
        return [
          `${place(aadstsCode(entry.code))}${one.code}`,
          one.title,
          text(one.cause),
          text(one.fix),
          PLACE[entry.where],
          entry.confidence,
        ];
      }),
    ),
    anchored('oauth-errors', '## OAuth errors'),
    table(
      ['error', 'meaning', 'cause', 'fix', 'source'],
      of('oauth').map((one) => [
        `${place(oauthCode(one.code))}\`${one.code}\``,
        one.title,
        text(one.cause),
        text(one.fix),
        one.source,
      ]),
    ),
    anchored('errors', '## Codes of errors'),
    'What `code` says in the error object and in the `error` of a flow or a session. The first word decides the exit code.',
    table(
      ['codes', 'why', 'fix'],
      explainedErrors.map(([codes, why, fix]) => [
        codes.split(' ').map(code).join(' '),
        text(why),
        text(fix),
      ]),
    ),
    anchored('exit-codes', '## Exit codes'),
    table(
      ['code', 'name', 'meaning', 'what to do'],
      of('exit').map((one) => [one.code.replace('exit ', ''), one.title, text(one.cause), text(one.fix)]),
    ),
  );
}

const PLACE = { token: 'token endpoint', authorize: 'sign-in page', both: 'both' };

function anchorOf(docs) {
  return docs.slice(docs.indexOf('#') + 1);
}

function finding({ code, about, checks = [] }, docsOf) {
  return [
    anchored(anchorOf(docsOf(code)), `### ${code}`),
    text(about.title),
    list([
      `cause: ${text(about.cause)}`,
      `fix: ${text(about.fix)}`,
      ...(checks.length === 0 ? [] : [`checks that it fails: ${checks.map(linkTo).join(', ')}`]),
    ]),
  ].join('\n\n');
}

function linkTo(check) {
  return `[\`${check}\`](checks.md#${check.replaceAll('/', '-')})`;
}

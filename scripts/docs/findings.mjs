import { anchored, code, list, page, shell, table, text } from './markdown.mjs';
import { shownBy } from './shown-by.mjs';

/** Every root cause that is recognised, by topic, and the codes of errors and exits. */
export function findingsPage(registries) {
  const { explanations, explainedErrors } = registries;
  const topics = topicsOf(registries);
  return page(
    'The findings',
    'A report names root causes, the most likely first. Every one has a stable code, and `explain` knows them offline, as well as what servers say themselves ([errors of servers](errors.md)):',
    shell([
      'mcp-authcheck explain entra/token-version-1',
      'mcp-authcheck explain AADSTS7000215',
      'mcp-authcheck explain registration.not_offered',
      'mcp-authcheck explain 7',
    ]),
    'In a report the texts are filled in with what the run has seen. What an authorization server says has a code of its own: `entra/aadsts-` and the number, `oauth/` and the error, or the provider and the cause, as in `okta/policy-evaluation-failed`. A fault of the demo shows many of them: the line with "try it" has a command that needs no network.',
    list(topics.map(({ title, id, rules }) => `[${title}](#${id}): ${rules.length}`)),
    topics.flatMap(({ title, id, intro, rules }) => [
      anchored(id, `## ${title}`),
      intro,
      table(
        ['what is wrong', 'finding'],
        rules.map(({ code: name, about }) => [
          text(about.title),
          `[\`${name}\`](#${anchorOf(registries.docsOf(name))})`,
        ]),
      ),
      ...rules.map((rule) => finding(rule, registries)),
    ]),
    anchored('aadsts', '## AADSTS numbers'),
    'What each means and what mends it: [errors of servers](errors.md#aadsts).',
    numbers(registries),
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
      explanations()
        .filter(({ kind }) => kind === 'exit')
        .map((one) => [one.code.replace('exit ', ''), one.title, text(one.cause), text(one.fix)]),
    ),
  );
}

/** In the order of the road. */
function topicsOf(known) {
  const topic = (id, title, intro, rules) => ({ id, title, intro, rules });
  return [
    topic('network', 'Network', 'Nothing, or nothing whole, came back.', known.networkRules),
    topic('gateway', 'Gateways', 'Something in front of the server changes what passes.', known.gatewayRules),
    topic(
      'discovery',
      'Discovery',
      'What the endpoint and the authorization server say of themselves does not lead to a token.',
      known.discoveryRules,
    ),
    topic(
      'idp',
      'Settings of the identity provider',
      'What is registered there does not fit.',
      known.idpRules,
    ),
    topic('provider', 'Answers of the authorization server', 'It gave no usable token.', known.providerRules),
    topic('token', 'Token', 'There is a token, and it is not the right one.', known.tokenRules),
    topic(
      'server',
      'The server and the token',
      'The server refuses a token, or wants another.',
      known.serverRules,
    ),
    topic(
      'protocol',
      'Protocol and tools',
      'The token was taken, and what came after went wrong.',
      known.protocolRules,
    ),
    topic(
      'door',
      'The door',
      'The server lets in what it must refuse, or refuses it wrongly.',
      known.doorRules,
    ),
  ].filter(({ rules }) => rules.length > 0);
}

function finding({ code: name, about, checks = [] }, { docsOf, faults }) {
  return [
    anchored(anchorOf(docsOf(name)), `### ${name}`),
    `**${text(about.title)}**`,
    list([
      `cause: ${text(about.cause)}`,
      `fix: ${text(about.fix)}`,
      ...(checks.length === 0 ? [] : [`checks that it fails: ${checks.map(linkTo).join(', ')}`]),
      ...shownBy(name, faults),
    ]),
  ].join('\n\n');
}

/** Every number with the anchor that links to this page have. */
function numbers({ entraTopics, aadstsCode, docsOf }) {
  return table(
    ['about', 'numbers'],
    Object.entries(entraTopics).map(([title, entries]) => [
      title,
      entries
        .map(({ code: number }) => {
          const docs = docsOf(aadstsCode(number));
          return `<a id="${anchorOf(docs)}"></a>[${number}](${docs.replace('docs/', '')})`;
        })
        .join(' '),
    ]),
  );
}

function anchorOf(docs) {
  return docs.slice(docs.indexOf('#') + 1);
}

function linkTo(check) {
  return `[\`${check}\`](checks.md#${check.replaceAll('/', '-')})`;
}

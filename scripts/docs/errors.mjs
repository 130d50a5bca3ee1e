import { anchored, list, page, shell, table, text } from './markdown.mjs';
import { shownBy } from './shown-by.mjs';

/** What authorization servers and the validators of resource servers say, row by row. */
export function errorsPage(registries) {
  const { entraTopics, providerTopics, explanations } = registries;
  const known = new Map(explanations().map((one) => [one.code, one]));
  return page(
    'Errors of servers',
    'What an authorization server answers when it refuses, and what a server says against a token. `explain` knows every row, offline, by its code, or from a line that is pasted:',
    shell([
      'mcp-authcheck explain 50011',
      "mcp-authcheck explain 'AADSTS700016: Application with identifier was not found in the directory'",
      'mcp-authcheck explain okta/policy-evaluation-failed',
      "mcp-authcheck explain 'jwt audience invalid'",
    ]),
    'How far a row is known stands with it:',
    list([
      '*recorded*: from answers of the real service, status and OAuth error included',
      '*reported*: from what users report; what is missing there is called inferred',
      '*documented*: the maker says what it means; no whole answer has been seen, so status and OAuth error are inferred',
      '*unverified*: a hint, not a fact',
    ]),
    'On this page:',
    list([
      '[AADSTS numbers](#aadsts): Microsoft Entra ID',
      ...Object.keys(providerTopics).map((title) => `[${title}](#${slug(title)})`),
      '[Validators](#validators): what servers say against a token',
      '[OAuth errors](#oauth-errors)',
    ]),
    anchored('aadsts', '## AADSTS numbers'),
    'Microsoft explains a number that is missing here at `https://login.microsoftonline.com/error?code=` and the number.',
    Object.entries(entraTopics).flatMap(([title, entries]) => [
      `### ${title}`,
      table(
        ['number', 'meaning', 'fix', 'seen', 'known'],
        entries.map((entry) => entraRow(entry, known, registries)),
      ),
    ]),
    Object.entries(providerTopics).flatMap(([title, entries]) => [
      anchored(slug(title), `## ${title}`),
      table(
        ['code', 'meaning', 'fix', 'seen', 'known'],
        entries.map((entry) => providerRow(entry, known, registries)),
      ),
    ]),
    validators(registries, known),
    anchored('oauth-errors', '## OAuth errors'),
    table(
      ['error', 'meaning', 'fix', 'source'],
      explanations()
        .filter(({ kind }) => kind === 'oauth')
        .map((one) => [
          `${place(registries.docsOf(registries.oauthCode(one.code)))}\`${one.code}\``,
          meaning(one),
          text(one.fix),
          one.source,
        ]),
    ),
  );
}

function entraRow(entry, known, { aadstsCode, docsOf, faults, seen }) {
  const code = aadstsCode(entry.code);
  const one = known.get(`AADSTS${entry.code}`);
  return [
    `${place(docsOf(code))}${one.code}`,
    meaning(one),
    fix(one, code, faults),
    seen(entry),
    standing(entry),
  ];
}

function providerRow(entry, known, { docsOf, faults, recognisedBy }) {
  const { code } = entry;
  const one = known.get(code);
  const name = code.startsWith('b2c/') ? code.slice('b2c/'.length).toUpperCase() : code;
  return [
    `${place(docsOf(code))}\`${name}\``,
    meaning(one),
    fix(one, code, faults),
    text(recognisedBy(entry)),
    standing(entry),
  ];
}

function validators({ validatorCatalogue, docsOf }, known) {
  return [
    anchored('validators', '## Validators'),
    'In the `error_description` of a challenge, or in the log of the server.',
    table(
      ['code', 'meaning', 'fix', 'said by', 'known'],
      validatorCatalogue.map((entry) => [
        `${place(docsOf(entry.code))}\`${entry.code}\``,
        meaning(known.get(entry.code)),
        text(known.get(entry.code).fix),
        Object.entries(entry.says)
          .map(([library, parts]) => `${library}: ${parts.map((part) => `\`${part}\``).join(', ')}`)
          .join('; '),
        standing(entry),
      ]),
    ),
  ];
}

function meaning({ title, cause }) {
  return `**${text(title)}** ${text(cause)}`;
}

function fix(one, code, faults) {
  return [text(one.fix), ...shownBy(code, faults).map((line) => line.replace(/^t/, 'T'))].join(' ');
}

function standing({ confidence, source }) {
  return `*${confidence}*: ${text(source)}`;
}

function place(docs) {
  return `<a id="${docs.slice(docs.indexOf('#') + 1)}"></a>`;
}

function slug(title) {
  return title.toLowerCase().replaceAll(' ', '-');
}

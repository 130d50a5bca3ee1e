import { anchored, capital, code, page, shell, table, text } from './markdown.mjs';

/** Every command as commander knows it. Options that several commands share are described once. */
export function cliPage({ Command, commands, addTargetOptions, addDemandOptions }) {
  const shared = [
    { id: 'target-options', title: 'Naming a target', options: visible(addTargetOptions(new Command())) },
    { id: 'demand-options', title: 'What to demand', options: visible(addDemandOptions(new Command())) },
  ];
  return page(
    'The command line',
    'stdout carries the result and nothing else; the story goes to stderr. [Exit codes](findings.md#exit-codes) are the same for every command. `mcp-authcheck COMMAND --help` prints what stands here.',
    commands.map((define) =>
      section(
        define({}, () => undefined),
        shared,
      ),
    ),
    shared.flatMap(({ id, title, options }) => [anchored(id, `## ${title}`), optionTable(options)]),
    anchored('environment', '## Environment'),
    'A flag wins over its variable, and the first variable of a row that is set wins over the next. A target of the configuration file takes nothing from these but what it names, by `$' +
      '{NAME}` or `{ env: NAME }`; certificate authorities, proxy and browser hold for both.',
    table(
      ['variable', 'stands for'],
      ENVIRONMENT.map(([names, meaning]) => [names.map(code).join(', '), meaning]),
    ),
  );
}

function section(command, shared) {
  const name = command.name();
  const options = visible(command);
  const included = shared.filter((group) => group.options.every((option) => options.some(sameAs(option))));
  const own = options.filter((option) => !included.some((group) => group.options.some(sameAs(option))));
  const after = afterHelp(command);
  return [
    anchored(name, `## ${name}`),
    text(command.description()),
    shell([`${invocation(command)}`]).replace('```sh', '```text'),
    ...argumentTable(command.registeredArguments),
    ...(own.length === 0 ? [] : [optionTable(own)]),
    ...(included.length === 0
      ? []
      : [
          `And the options of ${included.map(({ id, title }) => `[${capital(title)}](#${id})`).join(' and ')}.`,
        ]),
    ...(after.words === '' ? [] : [text(after.words)]),
    shell(after.examples),
  ].join('\n\n');
}

function invocation(command) {
  return ['mcp-authcheck', command.name(), command.usage()].join(' ');
}

function visible(command) {
  return command.options.filter((option) => !option.hidden);
}

function sameAs(one) {
  return (other) => other.flags === one.flags && other.description === one.description;
}

function argumentTable(args) {
  const described = args.filter(({ description }) => description !== '');
  if (described.length === 0) return [];
  return [
    table(
      ['argument', 'meaning'],
      described.map((one) => [code(one.name()), text(one.description)]),
    ),
  ];
}

function optionTable(options) {
  return table(
    ['option', 'meaning', 'default'],
    options.map(({ flags, description, defaultValue }) => [
      code(flags),
      text(description),
      defaultValue === undefined || typeof defaultValue === 'boolean' ? '' : code(String(defaultValue)),
    ]),
  );
}

/** What the help says below the options: words, then examples. */
function afterHelp(command) {
  let help = '';
  command.configureOutput({
    writeOut: (part) => {
      help += part;
    },
  });
  command.outputHelp();
  const [words = '', examples] = help.slice(command.helpInformation().length).split(/^Examples:$/m);
  if (examples === undefined) throw new Error(`The help of ${command.name()} has no examples.`);
  return { words: words.trim(), examples: examples.trim().split(/\n\s*/) };
}

const ENVIRONMENT = [
  [['MCP_URL'], 'the target'],
  [['TENANT_ID', 'AZURE_TENANT_ID'], '`--tenant`'],
  [['OAUTH_ISSUER'], '`--issuer`'],
  [['AZURE_AUTHORITY_HOST'], '`--authority`'],
  [['CLIENT_ID', 'AZURE_CLIENT_ID'], '`--client-id`'],
  [['CLIENT_SECRET', 'AZURE_CLIENT_SECRET'], 'the client secret'],
  [['AZURE_CLIENT_CERTIFICATE_PATH'], '`--certificate`'],
  [['AZURE_FEDERATED_TOKEN_FILE'], '`--assertion-file`'],
  [
    ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'],
    'what `--federated github` asks; GitHub Actions sets both in a job with `id-token: write`',
  ],
  [['OAUTH_AUDIENCE'], '`--audience`'],
  [['CUSTOM_SCOPES'], '`--scope`, separated by blanks or commas'],
  [['TOKEN_ENDPOINT'], '`--token-endpoint`'],
  [['OAUTH_JWKS_URI'], '`--jwks`'],
  [['BROWSER'], '`--browser`'],
  [['NODE_EXTRA_CA_CERTS'], '`--ca`'],
  [['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'], '`--proxy`, and the hosts that go without one'],
  [['NO_COLOR', 'FORCE_COLOR'], 'no colour; colour without a terminal'],
  [['MCP_AUTHCHECK_TOKEN_STORE'], '`--token-store`'],
  [['CI'], 'nobody is there to sign in, and no new login is kept'],
];

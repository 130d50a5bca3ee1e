// What a user who knows the server would type for each scenario of the suite. `context` is what the suite
// tells the client beforehand; everything else the program has to find out by itself.

/** The suite expects this address as the client's id wherever the server takes such ids; nothing is there. */
const METADATA_URL = 'https://conformance-test.local/client-metadata.json';
const TEST_TOOL = ['--call', 'test-tool {} => "test"'];
const NO_ARGUMENTS = '{}';

/** Resolves to the exit code of the last command; undefined: nobody has said what this scenario needs. */
export async function play(scenario, program, context) {
  const scene = scenes[scenario] ?? (scenario.startsWith('auth/') ? signIn : undefined);
  return scene === undefined ? undefined : scene(program, context ?? {});
}

const scenes = {
  // ------------------------------------------------------------ authorization
  // Registers, because then the suite looks at the grant types that are asked for.
  'auth/offline-access-scope': (program) => verify(program, ...program.person, ...TEST_TOOL),
  'auth/pre-registration': (program, context) =>
    verify(program, ...program.person, ...registered(program, context), ...TEST_TOOL),
  'auth/dpop': (program) => verify(program, ...program.person, '--dpop', ...TEST_TOOL),
  'auth/dpop-nonce': (program) => verify(program, ...program.person, '--dpop', ...TEST_TOOL),
  'auth/client-credentials-basic': (program, context) =>
    withIssuer(program, 'client_credentials', ...registered(program, context)),
  'auth/client-credentials-jwt': (program, context) =>
    withIssuer(
      program,
      'client_credentials',
      ...registered(program, context),
      '--private-key',
      program.file('client.key', context.private_key_pem),
    ),
  'auth/wif-jwt-bearer': (program, context) =>
    withIssuer(
      program,
      'jwt_bearer',
      ...registered(program, context),
      '--assertion-file',
      program.file('workload.jwt', context.valid_jwt),
    ),
  'auth/enterprise-managed-authorization': (program, context) =>
    withIssuer(
      program,
      'enterprise',
      ...registered(program, context),
      '--idp-client-id',
      context.idp_client_id,
      '--idp-token-endpoint',
      context.idp_token_endpoint,
      '--id-token-file',
      program.file('id-token.jwt', context.idp_id_token),
    ),

  // ------------------------------------------------------------ the protocol
  initialize: (program) => open(program),
  tools_call: (program) => open(program, '--call', 'add_numbers {"a":5,"b":3} => "The sum of 5 and 3 is 8"'),
  'sse-retry': (program) => open(program, ...calls('test_reconnection')),
  'elicitation-sep1034-client-defaults': (program) =>
    open(program, '--elicit', '{}', ...calls('test_client_elicitation_defaults')),
  'request-metadata': (program) => open(program),
  'sep-2322-client-request-state': (program) =>
    open(
      program,
      '--elicit',
      '{"confirmed":true}',
      ...calls(
        'test_mrtr_echo_state',
        'test_mrtr_unrelated',
        'test_mrtr_no_state',
        'test_mrtr_no_result_type',
      ),
    ),
  'http-standard-headers': (program) => open(program, ...calls('test_headers', 'my-hyphenated-tool')),
  'http-custom-headers': (program, context) =>
    open(program, ...context.toolCalls.flatMap((call) => callOf(call.name, call.arguments))),
  'http-invalid-tool-headers': async (program) => {
    const tools = await toolsOf(program);
    return open(program, ...tools.flatMap((tool) => callOf(tool.name, someArguments(tool.inputSchema))));
  },
  'json-schema-ref-no-deref': (program) => open(program, '--expect-tool', 'lookup_user'),
  'json-schema-2020-12-preservation': async (program) => {
    const tools = await toolsOf(program);
    const { inputSchema } = tools.find((tool) => tool.name === 'json_schema_2020_12_tool') ?? {};
    const echo = JSON.stringify({ schema: inputSchema });
    return (await program.run('call', 'json_schema_echo', echo, '--flow', 'none')).code;
  },
};

/** A person signs in at whatever server the endpoint names, with whatever kind of client id it takes. */
function signIn(program) {
  return verify(program, ...program.person, '--client-metadata-url', METADATA_URL, ...TEST_TOOL);
}

/** An endpoint that asks for no token. */
function open(program, ...demands) {
  return verify(program, '--flow', 'none', ...demands);
}

async function verify(program, ...flags) {
  const { code, stdout } = await program.run('verify', '--checks', 'none', ...flags);
  process.stdout.write(stdout);
  return code;
}

/** A credential goes only to an issuer that its owner named: here, after a look at what the endpoint says. */
async function withIssuer(program, flow, ...flags) {
  const { stdout } = await program.run('discover', '--format', 'json');
  const { issuer } = JSON.parse(stdout).discovery;
  return verify(program, '--flow', flow, '--issuer', issuer, ...flags, ...TEST_TOOL);
}

/** What the context says of a client that was registered beforehand. */
function registered(program, { client_id, client_secret, issuer }) {
  return [
    '--client-id',
    client_id,
    ...(client_secret === undefined
      ? []
      : ['--client-secret-env', program.variable('THE_SECRET', client_secret)]),
    ...(issuer === undefined ? [] : ['--issuer', issuer]),
  ];
}

async function toolsOf(program) {
  const { code, stdout } = await program.run('tools', '--format', 'json', '--flow', 'none');
  if (code !== 0) throw new Error(`tools ended with ${code}`);
  return JSON.parse(stdout).tools;
}

function calls(...tools) {
  return tools.flatMap((tool) => ['--call', `${tool} ${NO_ARGUMENTS}`]);
}

function callOf(tool, args) {
  return ['--call', `${tool} ${JSON.stringify(args)}`];
}

/** Arguments that a schema of plain properties takes. */
function someArguments({ properties = {} }) {
  const some = { string: 'text', object: {}, array: [], null: null };
  return Object.fromEntries(Object.entries(properties).map(([name, { type }]) => [name, some[type]]));
}

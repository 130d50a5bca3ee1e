import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { type Plan, type PlannedFlow, type Proof, referenceIn } from './plan.ts';

/**
 * The commented configuration file. Its first line points an editor at the schema.
 * @param schema path of the schema, relative to the file, with slashes
 */
export function configText(plan: Plan, schema: string): string {
  const document = new Document(map(entry('targets', map(entry(plan.name, targetOf(plan))))));
  document.commentBefore = header(schema);
  return document.toString({ lineWidth: 0 });
}

const header = (schema: string): string =>
  [
    ` yaml-language-server: $schema=${schema}`,
    ' The schema comes with the package: npm install --save-dev mcp-authcheck',
    '',
    ' What is to be proved:        npx mcp-authcheck verify',
    ' Every setting and its place: npx mcp-authcheck verify --print-config',
    ' A secret never stands here: { env: NAME } or { file: PATH } says where it does.',
    ` \${NAME} is replaced from the environment.`,
  ].join('\n');

function targetOf(plan: Plan): YAMLMap {
  const { provider, url, tenant, issuer, authority, audience, flows } = plan;
  const target = map(
    entry('url', text(url)),
    entry('provider', provider, 'entra, okta, auth0, keycloak or generic'),
    ...given('tenant', tenant, 'Directory (tenant) ID. It pins the issuer: credentials go to no other.'),
    ...given('authority', authority, 'Where the tenant is, when not at login.microsoftonline.com.'),
    ...given('issuer', issuer, 'The pinned issuer, letter for letter: credentials go to no other.'),
    ...given('audience', audience, AUDIENCE[provider] ?? 'What the token must be for.'),
    entry('flows', list(flows.map(flowOf))),
    ...expectations(plan),
  );
  target.comment = MORE;
  return target;
}

const AUDIENCE: Readonly<Record<string, string>> = {
  entra: "Application (client) ID of the API's registration, or its Application ID URI.",
  auth0: 'The Identifier of the API.',
  okta: 'The audience that the authorization server is set to.',
};

const MORE = [
  ' Further settings, when they are needed:',
  ' protocol: both                                # the handshake eras and 2026-07-28, each proved',
  ' tags: [nightly]                               # verify --tag nightly',
  ' headers: { x-api-key: { env: GATEWAY_KEY } }   # what a gateway in front wants',
].join('\n');

function flowOf(flow: PlannedFlow): YAMLMap {
  const { flow: name, clientId, proof, scopes, port, expect } = flow;
  const flowMap = map(
    entry('flow', name),
    ...given(
      'clientId',
      clientId,
      clientId === undefined ? undefined : 'Application (client) ID of this client.',
    ),
    ...(proof === undefined ? [] : proofOf(proof)),
    ...(scopes === undefined ? [] : [entry('scopes', words(scopes))]),
    ...(port === undefined ? [] : [entry('port', port, 'Registered: http://127.0.0.1:PORT/callback')]),
    ...(Object.keys(expect).length === 0
      ? []
      : [entry('expect', expectOf(expect), 'What the access token must say.')]),
  );
  const who = WHO[name];
  if (who !== undefined) flowMap.commentBefore = ` ${who}`;
  return flowMap;
}

const WHO: Readonly<Record<string, string>> = {
  client_credentials: 'A machine: this runs unattended.',
  authorization_code: 'A person, in a browser: mcp-authcheck verify --flow authorization_code',
  device_code: 'A person, with a code on another device: mcp-authcheck verify --flow device_code',
  none: 'No token: the server is open, or a gateway header lets in.',
};

function proofOf(proof: Proof): readonly Pair[] {
  if (proof.kind === 'federated') {
    return [
      entry('federated', proof.service, 'No stored secret: the job or the host gets a token of its own.'),
    ];
  }
  if (proof.kind === 'certificate') {
    return [
      entry('certificate', inline({ file: proof.file }), 'PEM with certificate and key; never commit it.'),
    ];
  }
  const where = 'env' in proof.place ? 'this environment variable' : 'this file; never commit it';
  return [entry('clientSecret', inline(proof.place), `The secret stands in ${where}.`)];
}

function expectOf({ aud, roles, scp }: PlannedFlow['expect']): YAMLMap {
  return map(
    ...given('aud', aud),
    ...(roles === undefined ? [] : [entry('roles', words(roles))]),
    ...(scp === undefined ? [] : [entry('scp', words(scp))]),
  );
}

function expectations({ tools, calls }: Plan): readonly Pair[] {
  if (tools.length === 0 && calls.length === 0) return [];
  return [
    entry(
      'expect',
      map(
        ...(tools.length === 0 ? [] : [entry('tools', words(tools), 'Must be listed.')]),
        ...(calls.length === 0
          ? []
          : [entry('calls', list(calls.map(inline)), 'Must succeed; a result is compared.')]),
      ),
    ),
  ];
}

function given(key: string, value: string | undefined, comment?: string): readonly Pair[] {
  return value === undefined ? [] : [entry(key, text(value), comment)];
}

function entry(key: string, value: unknown, comment?: string): Pair {
  const name = new Scalar(key);
  if (comment !== undefined) name.commentBefore = ` ${comment}`;
  return new Pair(name, value);
}

function map(...pairs: readonly Pair[]): YAMLMap {
  const made = new YAMLMap();
  made.items.push(...pairs);
  return made;
}

function list(items: readonly unknown[]): YAMLSeq {
  const made = new YAMLSeq();
  made.items.push(...items);
  return made;
}

function words(items: readonly string[]): YAMLSeq {
  return inline(items) as YAMLSeq;
}

/** On one line, as in `{ env: NAME }`. */
function inline(value: unknown): unknown {
  return new Document().createNode(literal(value), { flow: true });
}

function literal(value: unknown): unknown {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item)]));
}

/** `${NAME}` alone is meant as a reference; any other `${` is doubled, as the loader wants a literal one. */
function text(value: string): string {
  return referenceIn(value) === undefined ? value.replace(/\$\{[^}]*\}?/g, (found) => `$${found}`) : value;
}

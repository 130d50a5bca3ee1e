import type { Import } from './imports.ts';

/**
 * The rooms of the house, most particular path first. A room is a folder of `src`, or a single file that
 * stands for itself.
 */
const ROOMS: readonly (readonly [path: string, room: string])[] = [
  ['src/types.ts', 'types'],
  ['src/probes.ts', 'types'],
  ['src/errors.ts', 'errors'],
  ['src/secret.ts', 'secret'],
  ['src/version.ts', 'version'],
  ['src/cli.ts', 'cli'],
  ['src/index.ts', 'library'],
  ['src/run.ts', 'engine'],
  ['src/walk.ts', 'engine'],
  ['src/target-run.ts', 'engine'],
  ['src/job.ts', 'engine'],
  ['src/results.ts', 'engine'],
  ['src/verdicts.ts', 'engine'],
  ['src/checks/check.ts', 'check contract'],
  ['src/diagnosis/rule.ts', 'rule contract'],
  ['src/text/', 'text'],
  ['src/http/', 'http'],
  ['src/discovery/', 'discovery'],
  ['src/profiles/', 'profiles'],
  ['src/flows/', 'flows'],
  ['src/client/', 'client'],
  ['src/token/', 'token'],
  ['src/checks/', 'checks'],
  ['src/diagnosis/', 'diagnosis'],
  ['src/reporters/', 'reporters'],
  ['src/commands/config/', 'config'],
  ['src/commands/merge/', 'merge'],
  ['src/commands/', 'commands'],
  ['fixtures/', 'fixtures'],
];

export function roomOf(file: string): string | undefined {
  return ROOMS.find(([path]) => (path.endsWith('/') ? file.startsWith(path) : file === path))?.[1];
}

/** What every room may use: the nouns, the errors, secrets, and pure functions on text. */
const NOUNS = ['types', 'errors', 'secret', 'text'];
const EVERY_ROOM_OF_SRC = ROOMS.map(([, room]) => room).filter(
  (room) => !['cli', 'library', 'fixtures'].includes(room),
);

/** Which rooms a room may import, besides itself. `type X`: types of X only. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  types: ['type errors', 'type secret'],
  errors: [],
  secret: [],
  version: [],
  text: ['type types'],
  http: NOUNS,
  token: NOUNS,
  profiles: NOUNS,
  discovery: NOUNS,
  client: NOUNS,
  flows: [...NOUNS, 'token', 'profiles'],
  'check contract': ['type types', 'type errors', 'type secret'],
  'rule contract': ['type types', 'type errors', 'type secret'],
  checks: [...NOUNS, 'token', 'type check contract'],
  diagnosis: ['type types', 'type errors', 'type secret', 'text', 'type rule contract'],
  reporters: ['type types', 'type errors', 'type secret', 'text'],
  engine: ['types', 'errors', 'type check contract', 'type rule contract'],
  config: EVERY_ROOM_OF_SRC,
  merge: EVERY_ROOM_OF_SRC,
  commands: [...EVERY_ROOM_OF_SRC, 'fixtures'],
  cli: ['version', 'errors', 'commands'],
  library: ['types', 'errors', 'token', 'commands'],
  fixtures: [],
};

/** The rooms in which a package may be imported; types of it too, so that no room speaks its words. */
const PACKAGE_ROOMS: Readonly<Record<string, readonly string[]>> = {
  commander: ['commands', 'cli'],
  undici: ['http', 'fixtures'],
  'openid-client': ['flows'],
  '@azure/msal-node': ['flows'],
  '@modelcontextprotocol/sdk': ['client', 'fixtures'],
  '@modelcontextprotocol/client': ['client'],
  '@modelcontextprotocol/server': ['fixtures'],
  '@modelcontextprotocol/node': ['fixtures'],
  '@peculiar/x509': ['fixtures'],
  jose: ['token', 'fixtures'],
  '@napi-rs/keyring': ['token'],
  yaml: ['config', 'commands'],
  'jsonc-parser': ['config'],
  '@clack/prompts': ['commands'],
  'prom-client': ['commands'],
  '@opentelemetry/api': ['commands'],
  '@opentelemetry/sdk-metrics': ['commands'],
  '@opentelemetry/sdk-trace-base': ['commands'],
  '@opentelemetry/resources': ['commands'],
  '@opentelemetry/exporter-metrics-otlp-http': ['commands'],
  '@opentelemetry/exporter-metrics-otlp-proto': ['commands'],
  '@opentelemetry/exporter-trace-otlp-http': ['commands'],
  '@opentelemetry/exporter-trace-otlp-proto': ['commands'],
  ajv: ['client'],
  'ajv-formats': ['client'],
  zod: ['config', 'merge', 'fixtures'],
};

/** Start-up of `--help` must not pay for these. */
export const HEAVY: readonly string[] = [
  '@azure/msal-node',
  '@clack/prompts',
  '@modelcontextprotocol/client',
  '@modelcontextprotocol/node',
  '@modelcontextprotocol/sdk',
  '@modelcontextprotocol/server',
  '@napi-rs/keyring',
  '@peculiar/x509',
  'ajv',
  'jose',
  '@opentelemetry/sdk-metrics',
  '@opentelemetry/sdk-trace-base',
  'openid-client',
  'prom-client',
  'undici',
  'yaml',
  'zod',
];

const NETWORK = ['node:http', 'node:https', 'node:http2', 'node:net', 'node:tls', 'node:dgram'];

/** Import lines against the direction of the arrows. */
export function wrongWay(imports: readonly Import[]): readonly string[] {
  return imports.flatMap((line) => {
    if (line.kind !== 'file') return [];
    const from = roomOf(line.from);
    const to = roomOf(line.to);
    if (from === undefined) return [`${line.from} lies in no room`];
    if (to === undefined) return [`${line.from} imports ${line.to}, which lies in no room`];
    const may = MAY_IMPORT[from] ?? [];
    const allowed = from === to || may.includes(to) || (line.typeOnly && may.includes(`type ${to}`));
    return allowed
      ? []
      : [`${line.from} (${from}) may not import ${line.to} (${to})${asValue(line, may, to)}`];
  });
}

function asValue(line: Import, may: readonly string[], to: string): string {
  return !line.typeOnly && may.includes(`type ${to}`) ? ' as a value' : '';
}

/** Packages outside their room, and packages that have none. */
export function strayPackages(imports: readonly Import[]): readonly string[] {
  return imports.flatMap((line) => {
    if (line.kind !== 'package') return [];
    const rooms = PACKAGE_ROOMS[line.to];
    if (rooms === undefined) return [`${line.from} imports ${line.to}, which has no room`];
    const from = roomOf(line.from) ?? 'no room';
    return rooms.includes(from) ? [] : [`${line.from} (${from}) may not import ${line.to}`];
  });
}

/** The loopback listener of the browser flows: it only listens. */
const LISTENERS: Readonly<Record<string, readonly string[]>> = { 'src/flows/listen.ts': ['createServer'] };

/** Builtins that open connections, outside the room that bounds them. */
export function strayNetwork(imports: readonly Import[]): readonly string[] {
  return imports
    .filter(
      (line) =>
        line.kind === 'builtin' &&
        !line.typeOnly &&
        NETWORK.includes(line.to) &&
        !['http', 'fixtures'].includes(roomOf(line.from) ?? '') &&
        !line.names.every((name) => LISTENERS[line.from]?.includes(name)),
    )
    .map((line) => `${line.from} may not import ${line.to}`);
}

/** Calls of the platform's own unbounded clients in a module's text. */
export function globalClients(file: string, source: string): readonly string[] {
  if (roomOf(file) === 'http' || roomOf(file) === 'fixtures') return [];
  // The text of a script that runs elsewhere.
  if (file === 'src/commands/export/artillery.ts') return [];
  const text = source.replace(/\/\*[\s\S]*?\*\/|(?<![:'"])\/\/[^\n]*/g, '');
  const calls = [...text.matchAll(/(?<![\w.])(?:new\s+(?:WebSocket|EventSource)\b|fetch(?=\())/g)];
  const own = /\b(?:const|let|function)\s+fetch\b|[({,]\s*fetch\s*[:,})]/.test(text);
  const global = /(?<!typeof )\bglobalThis\.fetch\b/.test(text) ? ['globalThis.fetch'] : [];
  return [...global, ...calls.map(([call]) => call).filter((call) => call !== 'fetch' || !own)].map(
    (call) => `${file} uses ${call}`,
  );
}

/** Every module that is loaded with these entries, each with the chain of imports that brings it in. */
export function loadedWith(
  entries: readonly string[],
  imports: readonly Import[],
): ReadonlyMap<string, readonly string[]> {
  const chains = new Map<string, readonly string[]>(entries.map((entry) => [entry, [entry]]));
  for (const [file, chain] of chains) {
    for (const line of imports) {
      if (line.from !== file || line.lazy || line.typeOnly || chains.has(line.to)) continue;
      chains.set(line.to, [...chain, line.to]);
    }
  }
  return chains;
}

/** Heavy packages that start-up pays for, each with the chain of imports. */
export function heavyAtStart(
  entries: readonly string[],
  imports: readonly Import[],
  heavy: readonly string[] = HEAVY,
): readonly string[] {
  const loaded = loadedWith(entries, imports);
  return heavy.flatMap((name) => {
    const chain = loaded.get(name);
    return chain === undefined ? [] : [chain.join(' → ')];
  });
}

/** Modules that no entry leads to, by whatever kind of import. */
export function idle(
  entries: readonly string[],
  modules: readonly string[],
  imports: readonly Import[],
): readonly string[] {
  const everything = imports.map((line) => ({ ...line, lazy: false, typeOnly: false }));
  const reached = loadedWith(entries, everything);
  return modules.filter((module) => !reached.has(module));
}

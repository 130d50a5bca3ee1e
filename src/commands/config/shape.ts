import { z } from 'zod';
import { UsageError } from '../../errors.ts';
import { type Config, configSchema } from './config-schema.ts';
import { type ConfigDocument, type Path, whereIn } from './document.ts';
import { suggest } from './names.ts';
import { kindOf, quoted } from './text.ts';

/** At most so many problems in one message: the first ones are usually the cause of the rest. */
const MAX_PROBLEMS = 5;

/**
 * The document as a Config.
 * @throws UsageError `config.unknown_key`, `config.secret_literal`, `config.not_in_project_file`,
 * `config.command_shell`, `config.shape`: file, line, path, what was expected and what was found.
 */
export function shaped(document: ConfigDocument): (value: unknown) => Config {
  return (value) => {
    const result = configSchema.safeParse(value);
    if (result.success) return result.data;
    const problems = result.error.issues.flatMap((issue) => problemsOf(issue, value, document));
    const [first] = problems;
    if (first === undefined) throw result.error;
    const lines = problems.slice(0, MAX_PROBLEMS).map((problem) => problem.message);
    if (problems.length > MAX_PROBLEMS) lines.push(`… and ${problems.length - MAX_PROBLEMS} more`);
    throw new UsageError(first.code, lines.join('\n'), first.hint === undefined ? {} : { hint: first.hint });
  };
}

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

function problemsOf(issue: z.core.$ZodIssue, root: unknown, document: ConfigDocument): readonly Problem[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, path, document));
  const found = valueAt(root, path);
  const where = whereIn(document, path);
  if (isSecretPath(path) && typeof found === 'string') {
    return [
      {
        code: 'config.secret_literal',
        message: `${where}: a secret is not written into the file.`,
        hint: `Set an environment variable and write { env: NAME } here, { file: PATH } or { command: [PROGRAM, ARG] }. If it was a real secret, replace it.`,
      },
    ];
  }
  if (
    typeof found === 'object' &&
    found !== null &&
    'command' in found &&
    typeof found.command === 'string'
  ) {
    return [
      {
        code: 'config.command_shell',
        message: `${whereIn(document, [...path, 'command'])}: a command is a list, because no shell runs it.`,
        hint: 'Write { command: [PROGRAM, ARG] }, every argument on its own: { command: [vault, kv, get, -field=secret, PATH] }.',
      },
    ];
  }
  return [{ code: 'config.shape', message: `${where}: ${expectedOf(issue)}, found ${kindOf(found)}.` }];
}

function unknownKey(key: string, parent: Path, document: ConfigDocument): Problem {
  const path = [...parent, key];
  const elsewhere = NOT_HERE[key];
  if (elsewhere !== undefined) {
    return {
      code: 'config.not_in_project_file',
      message: `${whereIn(document, path)}: not supported in a project file.`,
      hint: elsewhere,
    };
  }
  return {
    code: 'config.unknown_key',
    message: `${whereIn(document, parent)}: unknown key ${quoted(key)}.`,
    hint: suggest(key, knownKeys(parent)),
  };
}

/** Whoever may change the working tree must not be able to widen where credentials go. */
const NOT_HERE: Readonly<Record<string, string>> = {
  allowedOrigins:
    'Give --allowed-origin on the command line: a file must not widen where credentials may go.',
  trustIssuer:
    'Give --trust-issuer on the command line or set MCP_AUTHCHECK_TRUST_ISSUER: a file must not say whom to trust.',
  allowCommands:
    'Give --allow-commands on the command line or set MCP_AUTHCHECK_ALLOW_COMMANDS=1: a file must not allow itself.',
  insecure: 'TLS is always checked. A private certificate authority is added with --ca.',
  ca: 'Give --ca on the command line or set NODE_EXTRA_CA_CERTS.',
  proxy: 'Give --proxy on the command line or set HTTPS_PROXY.',
};

const SECRET_KEYS: ReadonlySet<string> = new Set([
  'clientSecret',
  'certificate',
  'privateKey',
  'assertion',
  'token',
  'idToken',
]);

function isSecretPath(path: Path): boolean {
  return SECRET_KEYS.has(String(path.at(-1)));
}

function expectedOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `expected ${TYPES[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `expected ${issue.values.map(String).join(' or ')}`;
  if (issue.code === 'too_small' && issue.origin !== 'string' && issue.origin !== 'array') {
    return `expected at least ${issue.minimum}`;
  }
  if (issue.code === 'too_big') return `expected at most ${issue.maximum}`;
  return issue.message;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  boolean: 'true or false',
};

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    root,
  );
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** The keys that the schema knows at a path. */
function knownKeys(path: Path): readonly string[] {
  let schema: JsonSchema | undefined = z.toJSONSchema(configSchema) as JsonSchema;
  for (const part of path) {
    const additional: JsonSchema | boolean | undefined = schema?.additionalProperties;
    schema =
      typeof part === 'number'
        ? schema?.items
        : (schema?.properties?.[part] ?? (typeof additional === 'object' ? additional : undefined));
  }
  return Object.keys(schema?.properties ?? {});
}

// Compiles and applies JSON Schemas that a server sent, away from the main thread: a hostile `pattern` or
// a schema of a thousand branches may run for minutes, and only ending the thread stops it.
// Plain JavaScript, because Node 20 cannot run TypeScript in a worker; the build makes it an entry point.
import { parentPort } from 'node:worker_threads';

const MAX_MESSAGE = 300;

/** One compiler per draft, for the schemas of every server: nothing of theirs may stay in it. */
const compilers = new Map();

parentPort?.on('message', async ({ schema, value, hasValue }) => {
  parentPort?.postMessage({ problem: await problemOf(schema, value, hasValue) });
});

await compilerFor('2020');
parentPort?.postMessage('ready');

/** What is wrong with the schema or the value, in plain words; null when nothing is. */
async function problemOf(schema, value, hasValue) {
  const nameless = withoutId(schema);
  const compiler = await compilerFor(draftOf(schema));
  // The deadline is for the schema, not for the loading of a compiler on a busy machine.
  parentPort?.postMessage('started');
  let validate;
  try {
    validate = compiler.compile(nameless);
  } catch (error) {
    return clip(`the schema is unusable: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    compiler.removeSchema(nameless);
  }
  if (!hasValue || validate(value)) return null;
  const [first] = validate.errors ?? [];
  return clip(`${first?.instancePath || 'the value'} ${first?.message ?? 'does not match'}`);
}

async function compilerFor(draft) {
  const known = compilers.get(draft);
  if (known !== undefined) return known;
  const [Ajv, { default: addFormats }] = await Promise.all([load(draft), import('ajv-formats')]);
  const compiler = new Ajv({ strict: false, logger: false });
  addFormats.default(compiler);
  // The first schema pays for the compiler's own.
  compiler.compile({});
  compilers.set(draft, compiler);
  return compiler;
}

async function load(draft) {
  if (draft === '7') return (await import('ajv')).default.Ajv;
  return draft === '2019'
    ? (await import('ajv/dist/2019.js')).default.Ajv2019
    : (await import('ajv/dist/2020.js')).default.Ajv2020;
}

/** A schema is registered by its `$id`, under which another server's could then be found. */
function withoutId(schema) {
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $id: _name, ...rest } = schema;
  return rest;
}

function draftOf(schema) {
  const named = typeof schema === 'object' && schema !== null ? String(schema.$schema ?? '') : '';
  if (/draft-0[4-7]/u.test(named)) return '7';
  return named.includes('2019-09') ? '2019' : '2020';
}

function clip(text) {
  return text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}…` : text;
}

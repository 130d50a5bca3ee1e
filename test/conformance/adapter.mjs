// The client that the conformance suite starts: `node adapter.mjs SERVER-URL`. It reads what the suite says in
// the environment, says it to the built program in flags that anybody could type, and passes its exit code on.

import { createProgram } from './program.mjs';
import { play } from './scenarios.mjs';

const USAGE = 2;

const scenario = taken('MCP_CONFORMANCE_SCENARIO') ?? '';
const revision = taken('MCP_CONFORMANCE_PROTOCOL_VERSION') ?? 'auto';
const context = taken('MCP_CONFORMANCE_CONTEXT');
const cli = taken('CONFORMANCE_PROGRAM');
const url = process.argv.at(-1);

const program = createProgram({ url, revision, cli });
try {
  const code = await play(scenario, program, context === undefined ? undefined : JSON.parse(context));
  if (code === undefined) process.stderr.write(`No commands are known for the scenario "${scenario}".\n`);
  process.exitCode = code ?? USAGE;
} finally {
  program.remove();
}

function taken(name) {
  const value = process.env[name];
  delete process.env[name];
  return value === '' ? undefined : value;
}

#!/usr/bin/env node
import { VERSION } from './version.ts';

/** The bundled program's file, filled in by the build. */
declare const __PROGRAM__: string | undefined;

interface Program {
  readonly main: (argv: readonly string[]) => Promise<number>;
}

// zod would compile every schema to code when it is first used, and most are used once. It looks here when it loads.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

const argv = process.argv.slice(2);
const [first = ''] = argv;
const isAlone = argv.length === 1;
if (isAlone && (first === '--version' || first === '-V')) {
  process.stdout.write(`${VERSION}\n`);
} else if (typeof __PROGRAM__ === 'undefined') {
  const { main } = await import('./commands/main.ts');
  process.exitCode = await main(argv);
} else if (isAlone && /^(?:--help|-h|help)$/.test(first)) {
  const { readFileSync } = await import('node:fs');
  process.stdout.write(readFileSync(new URL('./help.txt', import.meta.url)));
} else {
  const { loadCompiled } = await import('./commands/code-cache.ts');
  const command = /^[a-z]{1,20}$/.test(first) ? first : 'none';
  const program = loadCompiled<Program>(new URL(__PROGRAM__, import.meta.url), command);
  process.exitCode = await program.exports.main(argv);
  // A word that is no command is not worth a file.
  if (process.exitCode !== 2) program.keep();
}

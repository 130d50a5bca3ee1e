// Writes the declarations of the library entry, and of nothing that it does not lead to, beside the bundle.
// They stand on their own: a declaration that names a package would need that package at the consumer's,
// so that is an error here. `--to FOLDER` writes there instead of to dist/.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './bundle.mjs';
import { configTypes } from './config-types.mjs';

const { values } = parseArgs({ options: { to: { type: 'string' } } });
const target = path.resolve(values.to ?? path.join(ROOT, 'dist'));
const work = mkdtempSync(path.join(tmpdir(), 'mcp-authcheck-types-'));
try {
  const complaints = emit(path.join(work, 'out'));
  const declarations = reachable('index.d.ts', path.join(work, 'out'));
  for (const name of declarations.keys()) {
    const source = `src/${name.replace(/\.d\.ts$/, '.ts')}(`;
    const [complaint] = complaints.filter((line) => line.includes(source));
    if (complaint !== undefined) throw new Error(complaint);
  }
  for (const [name, text] of declarations) {
    const file = path.join(target, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Emits the declarations of everything; returns what the compiler had to say, a line each. */
function emit(outDir) {
  const project = path.join(work, 'tsconfig.json');
  writeFileSync(
    project,
    JSON.stringify({
      extends: path.join(ROOT, 'tsconfig.json'),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        rootDir: path.join(ROOT, 'src'),
        outDir,
        typeRoots: [path.join(ROOT, 'node_modules/@types')],
      },
      files: [path.join(ROOT, 'src/index.ts')],
      include: [],
    }),
  );
  const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', project, '--pretty', 'false'], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  return stdout.split('\n');
}

/** Name and text of every declaration that this one leads to, with specifiers that a consumer resolves. */
function reachable(entry, folder) {
  const found = new Map();
  const waiting = [entry];
  for (const name of waiting) {
    if (found.has(name)) continue;
    const text = declaration(folder, name).replace(
      /((?:\bfrom|\bimport\()\s*)(['"])([^'"\n]+)\2/g,
      (_, before, quote, specifier) => {
        if (specifier.startsWith('node:')) return `${before}${quote}${specifier}${quote}`;
        if (!specifier.startsWith('.')) throw new Error(`${name} needs the types of ${specifier}`);
        const base = path.posix.join(path.posix.dirname(name), specifier.replace(/\.[tj]s$/, ''));
        waiting.push(`${base}.d.ts`);
        return `${before}${quote}${specifier.replace(/\.ts$/, '.js')}${quote}`;
      },
    );
    found.set(name, text);
  }
  return found;
}

function declaration(folder, name) {
  if (name !== 'commands/config/config-schema.d.ts') return readFileSync(path.join(folder, name), 'utf8');
  return configTypes(JSON.parse(readFileSync(path.join(ROOT, 'schema/config.v1.json'), 'utf8')));
}

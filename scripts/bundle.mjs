import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
export const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));

/**
 * Bundles the program in memory. Nearly all of it is one CommonJS file, because for such a file V8's compiled
 * code can be kept between runs on every Node (see src/commands/code-cache.ts); in it, a module still runs when it is
 * first imported. Around it lie what a person starts (`cli.js`), what a program imports (`index.js`) and the
 * schema worker, which is found relative to the program. Not `minify`: with the names that its functions have here.
 */
export async function bundle({ minify = true } = {}) {
  const common = { ...COMMON, minify };
  const program = await build({
    ...common,
    stdin: { contents: PROGRAM, resolveDir: ROOT, sourcefile: 'program.js' },
    entryNames: 'program-[hash]',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    // Optional, and compiled for each system: it is asked for where the program is installed.
    external: ['@napi-rs/keyring'],
    define: { ...common.define, 'import.meta.url': '__url' },
    banner: { js: "const __url = require('node:url').pathToFileURL(__filename).href;" },
    // A compiled script knows no import().
    supported: { 'dynamic-import': false },
  });
  const name = path.basename(program.outputFiles[0].path);
  const parts = [
    program,
    await build({
      ...common,
      entryPoints: { cli: 'src/cli.ts' },
      splitting: true,
      chunkNames: '[name]-[hash]',
      define: { ...common.define, __PROGRAM__: JSON.stringify(`./${name}`) },
      external: [`./${name}`],
    }),
    await build({
      ...common,
      stdin: { contents: await library(common, name), resolveDir: ROOT },
      external: [`./${name}`],
      entryNames: 'index',
    }),
    await build({
      ...common,
      entryPoints: { 'schema-worker': 'src/client/schema-worker.js' },
      banner: { js: REQUIRE },
    }),
  ];
  return {
    program: program.outputFiles[0].path,
    outputFiles: parts.flatMap(({ outputFiles }) => outputFiles),
    metafile: {
      inputs: Object.assign({}, ...parts.map(({ metafile }) => metafile.inputs)),
      outputs: Object.assign({}, ...parts.map(({ metafile }) => metafile.outputs)),
    },
  };
}

/** Neither runs before it is asked for. */
const PROGRAM = `
exports.main = (argv) => require('./src/commands/main.ts').main(argv);
exports.library = () => require('./src/index.ts');
`;

/** Some bundled packages are CommonJS and ask for builtins with `require`. */
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** The library entry: what src/index.ts exports, taken out of the program. */
async function library(common, program) {
  const { metafile } = await build({ ...common, entryPoints: ['src/index.ts'], bundle: false, plugins: [] });
  const names = Object.values(metafile.outputs)[0].exports.join(', ');
  return `import program from './${program}'; export const { ${names} } = program.library();`;
}

/** zod brings its messages in fifty languages, more than half of its code; nothing here asks for another. */
const englishOnly = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/** Programs that use the library read `error.name`; keeping every other name as well costs start-up time. */
const errorsWithNames = {
  name: 'errors-with-names',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]src[/\\]errors\.ts$/ }, async ({ path: file }) => {
      const { code } = await transform(readFileSync(file, 'utf8'), { loader: 'ts', keepNames: true });
      return { contents: code, loader: 'js' };
    });
  },
};

const COMMON = {
  absWorkingDir: ROOT,
  outdir: 'dist',
  write: false,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // jsonc-parser's CommonJS build asks for its parts in a way that no bundler can follow.
  mainFields: ['module', 'main'],
  legalComments: 'none',
  metafile: true,
  define: { __VERSION__: JSON.stringify(manifest.version) },
  logLevel: 'warning',
  plugins: [englishOnly, errorsWithNames],
};

/** Name, version, licence and folder of every package of which at least one line is in the bundle. */
export function bundledPackages(metafile) {
  const folders = new Set();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
      if (bytesInOutput > 0 && folder !== undefined) folders.add(folder);
    }
  }
  return [...folders]
    .map((folder) => {
      const { name, version, license } = JSON.parse(
        readFileSync(path.join(ROOT, folder, 'package.json'), 'utf8'),
      );
      return { name, version, license, folder };
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
}

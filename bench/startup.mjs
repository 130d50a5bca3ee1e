import { bundle } from '../scripts/bundle.mjs';

const CLI = ['src/cli.ts', 'src/version.ts'];
const MAIN = [...CLI, 'src/commands/code-cache.ts', 'src/commands/main.ts'];

/**
 * How much of the bundle runs before each command's own first line, and the packages that weigh most in it.
 * What runs later, when a flow or a session needs it, is not counted.
 */
export async function startupWeights() {
  const { inputs, outputs } = (await bundle()).metafile;
  const sizes = {};
  for (const output of Object.values(outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(output.inputs)) sizes[file] ??= bytesInOutput;
  }
  const runs = Object.keys(inputs)
    .map((file) => /^src\/commands\/([\w-]+)-run\.ts$/.exec(file)?.[1])
    .filter((name) => name !== undefined)
    .sort();
  return [
    weigh('--version', CLI),
    weigh('no command', MAIN),
    ...runs.map((name) => weigh(name, [...MAIN, `src/commands/${name}-run.ts`])),
  ];

  function weigh(name, sources) {
    const loaded = new Set(sources);
    for (const file of loaded) {
      for (const { path, kind } of inputs[file].imports) {
        if (kind !== 'dynamic-import' && inputs[path] !== undefined) loaded.add(path);
      }
    }
    const parts = {};
    let bytes = 0;
    let modules = 0;
    for (const file of loaded) {
      const size = sizes[file] ?? 0;
      if (size === 0) continue;
      const part = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file.split('/')[0];
      parts[part] = (parts[part] ?? 0) + size;
      bytes += size;
      modules += 1;
    }
    const heaviest = Object.entries(parts)
      .filter(([, size]) => size >= 1024)
      .sort(([, a], [, b]) => b - a)
      .slice(0, 4);
    return { name, modules, bytes, heaviest };
  }
}

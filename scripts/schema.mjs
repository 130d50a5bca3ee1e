// Generates the JSON Schemas of the package: the report's from its TypeScript type, the configuration
// file's from the validators that read it. `--check` writes nothing and fails when a file is stale;
// `--to FOLDER` works there instead of in schema/.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { createGenerator } from 'ts-json-schema-generator';
import { ROOT } from './bundle.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean' }, to: { type: 'string' } } });
const folder = path.resolve(values.to ?? path.join(ROOT, 'schema'));

const schemas = {
  'report.v1.json': reportSchema(),
  'config.v1.json': await configSchema(),
};
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(schemas)) {
  const file = path.join(folder, name);
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  if (values.check) {
    process.stderr.write(`${name} is stale: npm run schema\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    process.stdout.write(`${path.relative(process.cwd(), file)}\n`);
  }
}

/** Open to further members: what version 1 names keeps its meaning, and more may come. */
function reportSchema() {
  const { $schema, definitions, $ref } = createGenerator({
    path: path.join(ROOT, 'src/types.ts'),
    tsconfig: path.join(ROOT, 'tsconfig.json'),
    type: 'Report',
    additionalProperties: true,
    skipTypeCheck: true,
    sortProps: false,
  }).createSchema('Report');
  return { $schema, title: 'mcp-authcheck report, version 1', $ref, definitions };
}

async function configSchema() {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { z } from 'zod';
        import { configSchema } from './src/commands/config/config-schema.ts';
        export default z.toJSONSchema(configSchema, { target: 'draft-7', io: 'input' });`,
      resolveDir: ROOT,
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    external: ['@napi-rs/keyring'],
  });
  const [{ text }] = outputFiles;
  const { default: schema } = await import(
    `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`
  );
  return schema;
}

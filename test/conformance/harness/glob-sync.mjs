// The harness imports `globSync` from `fs`, which Node has since version 22; only its `tier-check` command,
// which is not used here, ever calls it. On an older Node this gives the harness, and nobody else, an `fs`
// that has the name. Loaded with `node --import`, so that the client under test never sees it.
import * as fs from 'node:fs';
import { register } from 'node:module';

const moduleOf = (source) => `data:text/javascript,${encodeURIComponent(source)}`;

if (!('globSync' in fs)) {
  const completed = moduleOf(`
    export * from 'node:fs';
    export { default } from 'node:fs';
    export function globSync() {
      throw new Error('fs.globSync came with Node 22');
    }
  `);
  register(
    moduleOf(`
      export function resolve(specifier, context, next) {
        const asks = specifier === 'fs' && String(context.parentURL).includes('/@modelcontextprotocol/conformance/');
        return asks ? { url: ${JSON.stringify(completed)}, shortCircuit: true } : next(specifier, context);
      }
    `),
  );
}

import { build } from 'esbuild';
import { ROOT } from '../bundle.mjs';

/**
 * What the program itself knows: its commands, checks, findings, flows, providers and faults, read from the
 * TypeScript sources. What a command runs is left out: only its definition is looked at.
 */
export async function readRegistries() {
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: ROOT },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    mainFields: ['module', 'main'],
    define: { __VERSION__: '"docs"' },
    external: ['*-run.ts', '@azure/msal-node', '@napi-rs/keyring', 'openid-client'],
    // commander is CommonJS and asks for builtins with `require`.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(process.execPath);",
    },
    logLevel: 'warning',
  });
  const [{ text }] = outputFiles;
  return await import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
}

const ENTRY = `
  export { Command } from 'commander';
  export { faults } from './fixtures/faults/index.ts';
  export { checks } from './src/checks/index.ts';
  export { groupOf } from './src/checks/select-checks.ts';
  export { explainedErrors } from './src/commands/explain-errors.ts';
  export { commands } from './src/commands/index.ts';
  export { addDemandOptions, addTargetOptions } from './src/commands/target-options.ts';
  export { entraTopics, providerTopics, validatorCatalogue } from './src/diagnosis/catalogue.ts';
  export { aadstsCode, oauthCode } from './src/diagnosis/codes.ts';
  export { explanations } from './src/diagnosis/explain.ts';
  export { recognisedBy, seen } from './src/diagnosis/explain-entries.ts';
  export { explainCheck } from './src/diagnosis/explain-check.ts';
  export { docsOf, rules } from './src/diagnosis/index.ts';
  export { discoveryRules } from './src/diagnosis/rules/discovery/index.ts';
  export { doorRules } from './src/diagnosis/rules/door/index.ts';
  export { gatewayRules } from './src/diagnosis/rules/gateway/index.ts';
  export { idpRules } from './src/diagnosis/rules/idp/index.ts';
  export { networkRules } from './src/diagnosis/rules/network/index.ts';
  export { protocolRules } from './src/diagnosis/rules/protocol/index.ts';
  export { providerRules } from './src/diagnosis/rules/provider/index.ts';
  export { serverRules } from './src/diagnosis/rules/server/index.ts';
  export { tokenRules } from './src/diagnosis/rules/token/index.ts';
  export { flows } from './src/flows/index.ts';
  export { profiles } from './src/profiles/index.ts';
`;

import { type Annotated, annotated, annotatedYaml } from './annotated.ts';
import type { Inputs } from './inputs.ts';
import { printedUrlTarget } from './print-command-line.ts';
import { printedFileTarget } from './print-file-target.ts';
import { commandsAllowed } from './secret-command.ts';
import type { Selection } from './selection.ts';

/** The chosen targets as YAML, every value with its origin; after them who is trusted with the file's secrets. */
export async function printed({ inFile, urls }: Selection, inputs: Inputs): Promise<string> {
  const targets: (readonly [string, Annotated])[] = [];
  for (const entry of inFile?.entries ?? []) {
    targets.push([entry.name, await printedFileTarget(entry, inputs)]);
  }
  for (const named of urls) targets.push([named.url, await printedUrlTarget(named, inputs)]);
  const entries: (readonly [string, Annotated])[] = [['targets', { entries: targets }]];
  if (inFile !== undefined) {
    const { flags } = inputs;
    const from =
      flags.trustIssuer === undefined ? 'MCP_AUTHCHECK_TRUST_ISSUER in the environment' : '--trust-issuer';
    const trusted = inFile.trust.entries.map(({ name, issuer }) =>
      name === undefined ? issuer : `${name}=${issuer}`,
    );
    entries.push([
      'trustIssuer',
      trusted.length > 0
        ? annotated(trusted, from)
        : annotated(
            inFile.trust.fork === undefined ? 'whoever the file pins' : 'nobody',
            inFile.trust.fork ?? 'default',
          ),
    ]);
    const allowed = commandsAllowed(inputs);
    const how =
      flags.allowCommands === true ? '--allow-commands' : 'MCP_AUTHCHECK_ALLOW_COMMANDS in the environment';
    entries.push(['allowCommands', annotated(allowed, allowed ? how : 'default')]);
  }
  return annotatedYaml({ entries }, 'What is in force. Secrets are named, not read; nothing was sent.');
}

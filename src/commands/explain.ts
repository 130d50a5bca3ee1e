import { Command } from 'commander';
import type { DefineCommand } from './index.ts';

export const explainCommand: DefineCommand = (io, done) =>
  new Command('explain')
    .description(
      'Explain an AADSTS number, an OAuth error, a check, a finding, an error or an exit code, offline.',
    )
    .argument('<code>', 'or a whole line or answer that has one, in quotes')
    .option('--format <kind>', 'pretty or json', 'pretty')
    .addHelpText('after', EXAMPLES)
    .action(async (code: string, flags: { readonly format: string }) => {
      const { explainCode } = await import('./explain-run.ts');
      done(explainCode(io, flags, code));
    });

const EXAMPLES = `Examples:
  mcp-authcheck explain AADSTS7000215
  mcp-authcheck explain invalid_scope`;

import { Command, Option } from 'commander';
import type { DefineCommand } from './index.ts';

export interface CompletionFlags {
  /** The word under the cursor, as far as it is typed; present: what may stand there is asked for. */
  readonly word?: string;
}

export const completionCommand: DefineCommand = (io, done) =>
  new Command('completion')
    .description('Print the completion script of a shell: bash, zsh, fish or powershell.')
    .usage('<shell>')
    .argument('<shell>', 'bash, zsh, fish or powershell')
    .argument('[words...]')
    .addOption(new Option('--word <text>').hideHelp())
    .addHelpText('after', INSTALLING)
    .action(async (shell: string, words: string[], flags: CompletionFlags, command: Command) => {
      const { completion } = await import('./completion-run.ts');
      done(await completion(io, flags, shell, words, command.parent ?? command));
    });

const INSTALLING = `To install it:
  bash         save it as ~/.local/share/bash-completion/completions/mcp-authcheck
               or, in ~/.bashrc: eval "$(mcp-authcheck completion bash)"
  zsh          in ~/.zshrc, after compinit: eval "$(mcp-authcheck completion zsh)"
  fish         save it as ~/.config/fish/completions/mcp-authcheck.fish
  powershell   in $PROFILE: mcp-authcheck completion powershell | Out-String | Invoke-Expression

Examples:
  mcp-authcheck completion bash
  mcp-authcheck completion zsh`;

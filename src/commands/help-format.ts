import type { Command, Help, Option } from 'commander';

/** Flags that few need: named in the help, described in docs/cli.md, so that the help fits a screen. */
const RARE: ReadonlySet<string> = new Set([
  '--authority',
  '--private-key',
  '--key-id',
  '--managed-identity',
  '--resource',
  '--no-resource',
  '--token-endpoint',
  '--jwks',
  '--allowed-origin',
  '--client-secret-stdin',
  '--library',
  '--token-file',
  '--token-stdin',
  '--no-browser',
  '--port',
  '--proxy',
  '--trace',
  '--expect-aud',
  '--expect-iss',
  '--expired-token-file',
  '--wrong-audience-token-file',
  '--wrong-issuer-token-file',
  '--concurrency',
]);

/** The purpose in one line, then how to call it; every entry is one line; examples follow as help text. */
export function formatHelp(command: Command, helper: Help): string {
  const options = helper.visibleOptions(command);
  const rare = options.filter((option) => isRare(option) && options.length > 20);
  const common = options.filter((option) => !rare.includes(option));
  const commands = helper.visibleCommands(command).filter((one) => one.name() !== 'help');
  return [
    command.description(),
    '',
    `Usage: ${helper.commandUsage(command)}`,
    ...section(
      'Commands',
      commands.map((one) => [one.name(), one.description()]),
    ),
    ...section(
      'Arguments',
      command.registeredArguments.map((one) => [one.name(), one.description]),
    ),
    ...section(
      'Options',
      common.map((option) => [option.flags, withDefault(option)]),
    ),
    ...also(rare, helper.helpWidth ?? 80),
    '',
    '',
  ].join('\n');
}

function isRare({ long }: Option): boolean {
  return long !== undefined && long !== null && RARE.has(long);
}

function section(title: string, rows: readonly (readonly [string, string])[]): readonly string[] {
  const described = rows.filter(([, text]) => text !== '');
  if (described.length === 0) return [];
  const width = Math.max(...described.map(([left]) => left.length));
  return ['', `${title}:`, ...described.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)];
}

function withDefault({ description, defaultValue }: Option): string {
  return typeof defaultValue === 'string' ? `${description} (default: ${defaultValue})` : description;
}

function also(rare: readonly Option[], width: number): readonly string[] {
  if (rare.length === 0) return [];
  const lines = ['Also, described in docs/cli.md:'];
  let line = '';
  for (const { flags } of rare) {
    if (line.length + flags.length + 4 > Math.max(100, width)) {
      lines.push(line);
      line = '';
    }
    line += `  ${flags}`;
  }
  return ['', ...lines, line];
}

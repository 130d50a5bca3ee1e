import type { Command, Help, Option } from 'commander';
import { hang } from '../reporters/paint.ts';

/** Columns that every help may fill. */
const NARROWEST = 100;

/** Flags that few need: named in the help, described in docs/cli.md, so that the help fits a screen. */
const RARE: ReadonlySet<string> = new Set([
  '--authority',
  '--client-metadata-url',
  '--federated',
  '--private-key',
  '--key-id',
  '--managed-identity',
  '--resource',
  '--no-resource',
  '--token-endpoint',
  '--jwks',
  '--allowed-origin',
  '--client-secret-file',
  '--client-secret-stdin',
  '--client-auth',
  '--assertion-env',
  '--federated-audience',
  '--id-token-file',
  '--id-token-env',
  '--idp-token-endpoint',
  '--idp-client-id',
  '--idp-client-secret-env',
  '--idp-client-secret-file',
  '--dpop',
  '--elicit',
  '--library',
  '--token-env',
  '--token-file',
  '--token-stdin',
  '--browser',
  '--no-browser',
  '--port',
  '--proxy',
  '--trace',
  '--token-store',
  '--expect-aud',
  '--expect-iss',
  '--expired-token-file',
  '--wrong-audience-token-file',
  '--wrong-issuer-token-file',
  '--concurrency',
  '--other-api',
  '--expected-failures',
  '--public-method',
  '--allow-disclosing',
  '--allow-registering',
  '--allow-sign-ins',
  '--wait-expiry',
  '--issuer-concurrency',
  '--target-timeout',
  '--deadline',
  '--retry-incomplete',
  '--trust-issuer',
  '--allow-commands',
  '--print-config',
  '--times',
  '--metrics-file',
  '--otel',
  '--no-github',
  '--fail-fast',
  '--provider',
  '--ca',
  '--certificate',
  '--assertion-file',
  '--skip',
  '--every',
  '--tag',
  '--lab',
  '--lab-port',
  '--lab-issuer',
  '--lab-key',
]);

/** The purpose in one line, then how to call it; what is too long for a line hangs; examples follow as help text. */
export function formatHelp(command: Command, helper: Help): string {
  const options = helper.visibleOptions(command);
  const rare = options.filter((option) => isRare(option) && options.length > 20);
  const common = options.filter((option) => !rare.includes(option));
  const commands = helper.visibleCommands(command).filter((one) => one.name() !== 'help');
  const width = Math.max(NARROWEST, helper.helpWidth ?? 0);
  return [
    command.description(),
    '',
    `Usage: ${helper.commandUsage(command)}`,
    ...section(
      'Commands',
      commands.map((one) => [one.name(), one.description()]),
      width,
    ),
    ...section(
      'Arguments',
      command.registeredArguments.map((one) => [one.name(), one.description]),
      width,
    ),
    ...section(
      'Options',
      common.map((option) => [option.flags, withDefault(option)]),
      width,
    ),
    ...also(rare, width),
    '',
    '',
  ].join('\n');
}

function isRare({ long }: Option): boolean {
  return long !== undefined && long !== null && RARE.has(long);
}

function section(
  title: string,
  rows: readonly (readonly [string, string])[],
  width: number,
): readonly string[] {
  const described = rows.filter(([, text]) => text !== '');
  if (described.length === 0) return [];
  const column = Math.max(...described.map(([left]) => left.length));
  return [
    '',
    `${title}:`,
    ...described.flatMap(([left, right]) => hang(`  ${left.padEnd(column)}  `, right, width)),
  ];
}

function withDefault({ description, defaultValue }: Option): string {
  return typeof defaultValue === 'string' ? `${description} (default: ${defaultValue})` : description;
}

function also(rare: readonly Option[], width: number): readonly string[] {
  if (rare.length === 0) return [];
  const lines = ['Also, described in docs/cli.md:'];
  let line = '';
  for (const { long, flags } of rare) {
    const name = long ?? flags;
    if (line.length + name.length + 4 > width) {
      lines.push(line);
      line = '';
    }
    line += `  ${name}`;
  }
  return ['', ...lines, line];
}

import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { commands, type Flags } from './commands.ts';
import { search } from './jmespath.ts';
import { type AzTenant, emptyTenant } from './tenant.ts';

/** A stand-in for the Azure CLI: a program called `az` that asks this process. */
export interface Az {
  readonly tenant: AzTenant;
  /** Every call so far, word for word. */
  readonly calls: (readonly string[])[];
  /** Folder to put in front of PATH. */
  readonly bin: string;
  readonly close: () => Promise<void>;
}

/** `refuse` says with what message a call fails. Unknown commands and flags end with exit code 2, as at az. */
export async function startAz(
  folder: string,
  refuse: (call: readonly string[]) => string | undefined = () => undefined,
): Promise<Az> {
  const tenant = emptyTenant();
  const calls: (readonly string[])[] = [];
  const server = createServer((socket) => {
    let received = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      received += chunk;
      const [count = '', ...words] = received.split('\0');
      if (words.length <= Number(count)) return;
      const call = words.slice(0, Number(count));
      calls.push(call);
      socket.end(`${answer(tenant, call, refuse(call)).join('\0')}\0`);
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const bin = path.join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(path.join(bin, 'az'), program(port), { mode: 0o755 });
  return { tenant, calls, bin, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Bash alone, which is started in a moment: it sends its words and prints what comes back. */
function program(port: number): string {
  return `#!/usr/bin/env bash
exec 3<>/dev/tcp/127.0.0.1/${port}
printf '%s\\0' "$#" "$@" >&3
IFS= read -r -d '' code <&3
IFS= read -r -d '' out <&3
IFS= read -r -d '' err <&3
printf '%s' "$out"
printf '%s' "$err" >&2
exit "$code"
`;
}

type Answer = readonly [code: string, stdout: string, stderr: string];

function answer(tenant: AzTenant, call: readonly string[], refusal: string | undefined): Answer {
  const at = call.findIndex((word) => word.startsWith('-'));
  const name = call.slice(0, at === -1 ? undefined : at).join(' ');
  const command = commands[name];
  if (command === undefined) return ['2', '', `ERROR: '${name}' is not a command.\n`];
  const flags = flagsOf(call.slice(name.split(' ').length));
  const stranger = Object.keys(flags).find((flag) => ![...command.flags, ...GLOBAL].includes(flag));
  if (stranger !== undefined) return ['2', '', `ERROR: unrecognized arguments: --${stranger}\n`];
  if (refusal !== undefined) return ['1', '', `ERROR: ${refusal}\n`];
  try {
    const result = command.run(tenant, flags);
    if (result === undefined) return ['0', '', ''];
    return [
      '0',
      printed(flags.query === undefined ? result : search(String(flags.query), result), flags),
      '',
    ];
  } catch (error) {
    return ['1', '', `ERROR: ${error instanceof Error ? error.message : String(error)}\n`];
  }
}

const GLOBAL = ['query', 'output', 'only-show-errors'];

function flagsOf(words: readonly string[]): Flags {
  const flags: Record<string, string | true> = {};
  let last = '';
  for (const word of words) {
    const flag = /^--([a-z-]+)$/.exec(word)?.[1];
    if (flag === undefined) flags[last] = flags[last] === true ? word : `${String(flags[last])} ${word}`;
    else flags[flag] = true;
    last = flag ?? last;
  }
  return flags;
}

function printed(value: unknown, { output = 'json' }: Flags): string {
  if (output === 'none' || value === null) return '';
  if (output === 'json') return `${JSON.stringify(value, null, 2)}\n`;
  const lines: readonly unknown[] = Array.isArray(value) ? value : [value];
  return lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
}

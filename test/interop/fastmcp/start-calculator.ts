import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { contosoNames } from '../../../fixtures/entra/index.ts';
import type { World } from '../../../fixtures/world.ts';
import { firstLine } from '../../support/run-cli.ts';

const PROGRAM = fileURLToPath(new URL('calculator.py', import.meta.url));

export interface FastmcpOptions {
  /** Every token must have them as scopes. */
  readonly requiredScopes?: readonly string[];
  /** Its verifier was not told the audience. */
  readonly anyAudience?: boolean;
}

export interface FastmcpCalculator {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** The FastMCP calculator as a process of its own, which takes the tokens of the world's authorization server. */
export async function startFastmcpCalculator(
  executable: string,
  world: World,
  options: FastmcpOptions = {},
): Promise<FastmcpCalculator> {
  const child = spawn(executable, [PROGRAM], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      ISSUER: world.entra.issuer,
      JWKS_URI: world.entra.jwksUri,
      AUDIENCE: world.entra.directory.applicationNamed(contosoNames.calculatorApi).appId,
      SSL_CERT_FILE: await world.caFile(),
      REQUIRED_SCOPES: (options.requiredScopes ?? []).join(' '),
      ...(options.anyAudience === true ? { ANY_AUDIENCE: '1' } : {}),
    },
  });
  const told: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => told.push(text));
  try {
    const { url } = JSON.parse(await firstLine(child, 50_000)) as { readonly url: string };
    return { url, close: () => end(child) };
  } catch (error) {
    await end(child);
    throw new Error(`the FastMCP calculator did not start: ${told.join('')}`, { cause: error });
  }
}

/** Asks it to end by closing its input, as when this process dies, and insists after five seconds. */
async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const insist = setTimeout(() => child.kill('SIGKILL'), 5000);
  child.stdin?.end();
  await ended;
  clearTimeout(insist);
}

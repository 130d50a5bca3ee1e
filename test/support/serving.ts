import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { firstLine, start } from './run-cli.ts';

export interface Ready {
  readonly mcpUrl: string;
  readonly gatewayUrl: string;
  readonly gatewayKey: string;
  readonly authority: string;
  readonly tenantId: string;
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly jwksUri: string;
  readonly audience: string;
  readonly caFile: string;
  readonly clients: {
    readonly machine: { readonly clientId: string; readonly clientSecret: string };
    readonly person: { readonly clientId: string };
  };
  readonly user: { readonly username: string; readonly password: string };
}

export interface Serving extends Ready {
  readonly process: ChildProcess;
  /** Flags that name the endpoint and the machine client; the secret comes by {@link Serving.secretEnv}. */
  readonly machineFlags: readonly string[];
  readonly personFlags: readonly string[];
  readonly secretEnv: Readonly<Record<string, string>>;
  readonly stop: () => Promise<number | null>;
}

/** `mcp-authcheck serve` as a child process, as a user would have it in another terminal. */
export async function serving(args: readonly string[] = []): Promise<Serving> {
  const child = start(['serve', ...args]);
  const ready = JSON.parse(await firstLine(child)) as Ready;
  const where = [
    ready.mcpUrl,
    '--tenant',
    ready.tenantId,
    '--authority',
    ready.authority,
    '--audience',
    ready.audience,
    '--ca',
    ready.caFile,
  ];
  return {
    ...ready,
    process: child,
    machineFlags: [...where, '--client-id', ready.clients.machine.clientId],
    personFlags: [...where, '--client-id', ready.clients.person.clientId],
    secretEnv: { CLIENT_SECRET: ready.clients.machine.clientSecret },
    stop: async () => {
      if (child.exitCode !== null) return child.exitCode;
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [number | null];
      return code;
    },
  };
}

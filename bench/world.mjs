import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { CLI } from './measure.mjs';

/** `mcp-authcheck serve` as a child process, and how both programs are pointed at it. */
export async function startServing() {
  const child = spawn(process.execPath, [CLI, 'serve'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(([code]) => {
      throw new Error(`serve ended with ${code}`);
    }),
  ]);
  const ready = JSON.parse(line);
  const { clientId, clientSecret } = ready.clients.machine;
  return {
    flags: [
      '--tenant',
      ready.tenantId,
      '--authority',
      ready.authority,
      '--audience',
      ready.audience,
      '--client-id',
      clientId,
      '--ca',
      ready.caFile,
    ],
    url: ready.mcpUrl,
    env: {
      MCP_URL: ready.mcpUrl,
      CLIENT_ID: clientId,
      CLIENT_SECRET: clientSecret,
      ISSUER: ready.issuer,
      AUDIENCE: ready.audience,
      NODE_EXTRA_CA_CERTS: ready.caFile,
    },
    /** A configuration file's text with so many targets, all of them this endpoint. */
    configuration: (count) =>
      JSON.stringify({
        targets: Object.fromEntries(
          Array.from({ length: count }, (_, index) => [
            `target-${index + 1}`,
            {
              url: ready.mcpUrl,
              tenant: ready.tenantId,
              authority: ready.authority,
              audience: ready.audience,
              flows: [{ flow: 'client_credentials', clientId, clientSecret: { env: 'CLIENT_SECRET' } }],
            },
          ]),
        ),
      }),
    caFile: ready.caFile,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

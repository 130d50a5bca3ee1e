import { once } from 'node:events';
import { startWorld, type World } from '../../fixtures/world.ts';
import { UsageError } from '../errors.ts';
import { servedFault } from './faults.ts';
import type { Io } from './io.ts';
import type { ServeFlags } from './serve.ts';
import { wholeNumber } from './verify.ts';

/** Starts the world, prints the ready line, and stops it on SIGINT or SIGTERM. */
export async function serve(io: Io, flags: ServeFlags): Promise<number> {
  const world = await startWorld({
    gateway: true,
    ...(flags.fault === undefined ? {} : { fault: servedFault(flags.fault) }),
    ...(flags.port === undefined ? {} : { port: wholeNumber('--port', flags.port, 1, 65_535) }),
    ...(flags.entraPort === undefined
      ? {}
      : { entraPort: wholeNumber('--entra-port', flags.entraPort, 1, 65_535) }),
  }).catch((error: unknown) => {
    throw portTaken(error);
  });
  try {
    const ready = await readyLine(world);
    io.reveal(io.vault.keep(JSON.stringify(ready)));
    const [user] = world.entra.directory.users;
    io.err(`serving until you press Ctrl-C; sign in as ${user?.userPrincipalName}\n`);
    if (!io.signal.aborted) await once(io.signal, 'abort');
    return 0;
  } finally {
    await world.close();
  }
}

async function readyLine(world: World): Promise<Record<string, unknown>> {
  const { entra, calculator, gateway, healthy, settings } = world;
  const machine = { ...healthy.machine, ...settings.machine };
  const person = { ...healthy.person, ...settings.person };
  const [user] = entra.directory.users;
  return {
    mcpUrl: calculator.url,
    gatewayUrl: gateway?.url,
    gatewayKey: world.gatewayKey,
    authority: entra.authority,
    tenantId: entra.tenantId,
    issuer: entra.issuer,
    tokenEndpoint: entra.tokenEndpoint,
    jwksUri: entra.jwksUri,
    audience: settings.audience,
    caFile: await world.caFile(),
    clients: {
      machine: { clientId: machine.clientId, clientSecret: machine.clientSecret },
      person: { clientId: person.clientId },
    },
    user: { username: user?.userPrincipalName, password: user?.password },
  };
}

function portTaken(error: unknown): unknown {
  const { code, port } = error as { code?: unknown; port?: unknown };
  if (code !== 'EADDRINUSE') return error;
  return new UsageError('usage.port_taken', `Port ${String(port)} is taken.`, {
    hint: 'Choose another one, or leave the flag out: a free port is found.',
    cause: error,
  });
}

import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CalculatorBehaviour,
  type CalculatorOptions,
  startCalculator,
} from '../../fixtures/calculator/index.ts';
import { startWorld, type World } from '../../fixtures/world.ts';
import { jwt } from '../token/tokens.ts';
import { decoded, type Outcome } from './decode-io.ts';

const header = { alg: 'RS256', typ: 'JWT', kid: 'key-1' };

describe('decode --for', () => {
  let world: World;
  let caFile = '';
  let machineToken = '';

  beforeAll(async () => {
    world = await startWorld();
    caFile = await world.caFile();
    const { entra, healthy } = world;
    machineToken = await entra.mint({
      iss: entra.issuer,
      aud: healthy.audience,
      tid: entra.tenantId,
      azp: healthy.machine.clientId,
      idtyp: 'app',
      ver: '2.0',
      roles: ['calculator.add', 'calculator.subtract'],
    });
  });
  afterAll(() => world.close());

  const forEndpoint = (token: string, url = world.healthy.url): Promise<Outcome> =>
    decoded(token, { for: url, ca: caFile, format: 'json' });

  it('fits in everything that the endpoint says of itself', async () => {
    const { code, out } = await forEndpoint(machineToken);
    const report = JSON.parse(out) as {
      readonly results: readonly { readonly id: string; readonly verdict: string }[];
    };
    expect(report).toMatchObject({
      signature: 'verified',
      url: world.healthy.url,
      discovery: { issuer: world.entra.issuer, resource: world.healthy.url },
      findings: [],
    });
    expect(report.results.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass']);
    expect(code).toBe(0);
    expect(out).not.toContain(machineToken.split('.')[2]);
  });

  it('sends no byte of the token to the endpoint, and GETs alone to the authorization server', async () => {
    const wire = await openRelay();
    const url = `http://127.0.0.1:${wire.port}/mcp`;
    const calculator = await startCalculator({ ...optionsOf(world), resource: url });
    wire.leadTo(Number(new URL(calculator.url).port));
    try {
      const before = world.entra.requests().length;
      const { code } = await forEndpoint(machineToken, url);
      expect(code).toBe(0);
      expect(wire.sent()).toContain('GET /.well-known/oauth-protected-resource/mcp');
      expect(wire.sent()).not.toMatch(/^authorization:/im);
      for (const secret of partsOf(machineToken)) expect(wire.sent()).not.toContain(secret);
      const asked = world.entra.requests().slice(before);
      expect(asked.map(({ path }) => path).join(' ')).toContain('/discovery/v2.0/keys');
      expect(asked.filter(({ method }) => method !== 'GET')).toEqual([]);

      // The wire would have shown it.
      await fetch(url, { headers: { authorization: `Bearer ${machineToken}` } });
      expect(wire.sent()).toContain(machineToken);
    } finally {
      await wire.close();
      await calculator.close();
    }
  });

  it('shows the answers before the token, in words', async () => {
    const { out } = await decoded(machineToken, { for: world.healthy.url, ca: caFile });
    expect(out).toMatch(/^For http:.* \(the token was not sent anywhere\):\n +✔ audience/);
  });

  it('is for another audience', async () => {
    const { entra, healthy } = world;
    const other = await entra.mint({
      iss: entra.issuer,
      aud: 'other',
      tid: entra.tenantId,
      azp: healthy.machine.clientId,
      idtyp: 'app',
      ver: '2.0',
      roles: ['calculator.add'],
    });
    const { code, out } = await forEndpoint(other);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ findings: [{ code: 'token/audience-mismatch' }] });
  });

  it('is from another authorization server', async () => {
    const foreign = jwt(header, {
      iss: 'https://id.example',
      aud: world.healthy.audience,
      exp: 4_000_000_000,
      scp: 'calculator.add',
    });
    const { code, out } = await forEndpoint(foreign);
    expect(code).toBe(1);
    const { findings } = JSON.parse(out) as { readonly findings: readonly { readonly code: string }[] };
    expect(findings.map((finding) => finding.code)).toContain('token/of-another-server');
    expect(JSON.parse(out)).toMatchObject({ signature: 'unverified' });
  });

  it('tells what is wrong with the endpoint itself', async () => {
    const behaviour: CalculatorBehaviour = { metadataAnswer: () => ({ status: 500, headers: {}, body: '' }) };
    const calculator = await startCalculator({ ...optionsOf(world), behaviour });
    try {
      const { code, out } = await forEndpoint(machineToken, calculator.url);
      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({ findings: [{ code: 'discovery/metadata-fails' }] });
    } finally {
      await calculator.close();
    }
  });
});

/** A calculator like the world's. */
function optionsOf({ entra, healthy }: World): CalculatorOptions {
  return {
    jwksUri: `${entra.origin}/${entra.tenantId}/discovery/v2.0/keys`,
    issuer: entra.issuer,
    audience: healthy.audience,
    ca: entra.ca,
  };
}

interface Relay {
  readonly port: number;
  readonly leadTo: (port: number) => void;
  /** Everything that was sent so far. */
  readonly sent: () => string;
  readonly close: () => Promise<void>;
}

/** Hands on what a server on this machine is sent, and keeps it byte for byte. */
async function openRelay(): Promise<Relay> {
  let upstreamPort = 0;
  const chunks: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(upstreamPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.on('data', (chunk: Buffer) => chunks.push(chunk));
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    leadTo: (port) => {
      upstreamPort = port;
    },
    sent: () => Buffer.concat(chunks).toString('latin1'),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Payload and signature; every token of the issuer has the same header. */
function partsOf(token: string): readonly string[] {
  return token.split('.').slice(1);
}

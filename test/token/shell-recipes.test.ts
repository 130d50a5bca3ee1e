import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createVault } from '../../src/http/index.ts';
import { Secret } from '../../src/secret.ts';
import {
  algNone,
  changePayload,
  decodeToken,
  type Forged,
  flipSignatureByte,
  keyConfusion,
  selfSigned,
  stripSignature,
  temptingChanges,
  verifySignature,
} from '../../src/token/index.ts';
import { createSigner, plainVault, type Signer } from './tokens.ts';

const run = promisify(execFile);
const claims = { iss: 'https://issuer.example', aud: 'api', sub: "o'brien", exp: 1795422780, scp: ['a b'] };
let signer: Signer;
let real: Secret;
const vault = plainVault();

beforeAll(async () => {
  signer = await createSigner('RS256');
  real = new Secret(await signer.sign(claims, { typ: 'at+jwt' }));
});

/** What the recipe makes between double quotes, in a shell that knows nothing but $TOKEN. */
async function made(inShell: string, token = real, shell = 'sh'): Promise<string> {
  const { stdout } = await run(shell, ['-c', `printf %s "Authorization: Bearer ${inShell}"`], {
    env: { PATH: process.env.PATH, TOKEN: token.reveal() },
  });
  return stdout;
}

const header = (forged: Forged | undefined) => `Authorization: Bearer ${forged?.token.reveal() ?? ''}`;

async function expectSame(forged: Forged | undefined): Promise<void> {
  expect(await made(forged?.inShell ?? '')).toBe(header(forged));
}

describe('what a shell makes of $TOKEN is what was sent', () => {
  test('a changed signature', async () => {
    await expectSame(flipSignatureByte(real, vault));
  });

  test('changed claims', async () => {
    const changes = temptingChanges(real);
    expect(changes).toHaveLength(3);
    for (const change of changes) await expectSame(changePayload(real, vault, change));
  });

  test('no signature', async () => {
    const stripped = stripSignature(real, vault);
    await expectSame(stripped?.withDot);
    await expectSame(stripped?.withoutDot);
  });

  test('no algorithm', async () => {
    for (const unsigned of algNone(real, vault)) await expectSame(unsigned);
  });
});

describe('the public key as a secret', () => {
  const server = createServer((_request, response) => response.end(JSON.stringify(signer.jwks)));
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test('is fetched from the key set', async () => {
    // An address that tries to end the program and the quotes.
    const odd = `/keys?a='$(exit 3)"\`exit 4\`!`;
    const jwksUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}${odd}`;
    const keys = signer.jwks.keys as Parameters<typeof keyConfusion>[1];
    const confused = keyConfusion(real, keys, jwksUri, vault);
    expect(confused).toHaveLength(3);
    for (const forged of confused) await expectSame(forged);
  });
});

describe('a signature of our own', () => {
  test.each(['RS256', 'PS384', 'ES256', 'ES512', 'EdDSA'])('has the same shape with %s', async (alg) => {
    const other = await createSigner(alg);
    const token = new Secret(await other.sign(claims, { typ: 'at+jwt' }));
    for (const naming of ['real kid', 'unknown kid', 'embedded jwk'] as const) {
      const sent = await selfSigned(token, vault, naming);
      const [, , , , own = ''] = (await made(sent?.inShell ?? '', token)).split(/(: | )/);
      const [one, two] = [decodeToken(sent?.token.reveal() ?? ''), decodeToken(own)];
      const shape = (value: unknown) =>
        JSON.stringify(value, (name, inner: unknown) => (['n', 'x', 'y'].includes(name) ? 'key' : inner));
      expect(sorted(JSON.parse(shape(two.header)))).toEqual(sorted(JSON.parse(shape(one.header))));
      expect(two.claims).toEqual(claims);
      if (naming !== 'embedded jwk') continue;
      const jwks = { keys: [{ ...(two.header?.jwk as object), kid: 'mcp-authcheck-no-such-key' }] };
      await expect(verifySignature(own, two, { jwks })).resolves.toMatchObject({ signature: 'verified' });
    }
  });

  const sorted = (value: object) => Object.entries(value).sort(([one], [other]) => one.localeCompare(other));
});

describe('a recipe', () => {
  const recipes = async (): Promise<readonly string[]> => {
    const keys = signer.jwks.keys as Parameters<typeof keyConfusion>[1];
    const stripped = stripSignature(real, vault);
    return [
      flipSignatureByte(real, vault),
      ...temptingChanges(real).map((change) => changePayload(real, vault, change)),
      stripped?.withDot,
      stripped?.withoutDot,
      ...algNone(real, vault),
      ...keyConfusion(real, keys, 'https://issuer.example/keys', vault),
      await selfSigned(real, vault),
      await selfSigned(real, vault, 'embedded jwk'),
    ].map((forged) => forged?.inShell ?? '');
  };

  test('holds nothing of the token, and comes through the masks of a report', async () => {
    const masks = createVault();
    masks.keep(real.reveal());
    masks.keep(`Bearer ${real.reveal()}`);
    for (const recipe of await recipes()) {
      const line = `curl -sS -i https://mcp.example/mcp -H "Authorization: Bearer ${recipe}"`;
      expect(masks.redact(line)).toBe(line);
    }
  });

  test('has no character that an interactive shell takes for history', async () => {
    for (const recipe of await recipes()) expect(recipe).not.toContain('!');
  });
});

import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactVerify, decodeJwt, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientCredentials } from '../../src/flows/client-credentials.ts';
import type {
  AuthorizationServerMetadata,
  Credential,
  Http,
  SecretMethod,
  TokenSet,
} from '../../src/types.ts';
import { certificateFor, clientKey, KEY_KINDS } from './client-keys.ts';
import { openHttp } from './open-http.ts';
import { type Received, reply, type SmallServer, startSmallServer } from './small-server.ts';
import { contextOf, failureOf } from './world.ts';

const GRANTED = { access_token: 'an-opaque-token', token_type: 'Bearer' };

let server: SmallServer;
let http: Http;
let closeHttp: () => Promise<void>;
beforeEach(async () => {
  server = await startSmallServer();
  ({ http, close: closeHttp } = openHttp());
  server.answer = (_request, response) => reply(response, 200, GRANTED);
});
afterEach(async () => {
  await Promise.all([server.close(), closeHttp()]);
});

// A path and a slash at its end: whoever normalises the issuer gets caught.
const issuer = () => `${server.origin}/tenant/`;

interface Machine {
  readonly clientId?: string;
  readonly library?: string;
  readonly metadata?: AuthorizationServerMetadata;
}

function run(
  credential: Credential,
  { clientId = 'machine', library, metadata }: Machine = {},
): Promise<TokenSet> {
  const context = contextOf({
    http,
    request: {
      flow: 'client_credentials',
      clientId,
      credential,
      scopes: ['calculator.add'],
      ...(library === undefined ? {} : { library }),
    },
    metadata: { ...server.metadata, issuer: issuer(), ...metadata },
    target: { issuer: metadata?.issuer ?? issuer(), allowedOrigins: [server.origin] },
  });
  return clientCredentials.run(context);
}

const methods = (...names: readonly string[]) => ({
  metadata: { token_endpoint_auth_methods_supported: names },
});
const secretOf = (secret: string, method?: SecretMethod): Credential => ({
  kind: 'secret',
  secret: http.vault.keep(secret),
  ...(method === undefined ? {} : { method }),
});
const sent = (): Received => {
  const [request] = server.received;
  if (request === undefined) throw new Error('nothing was sent');
  return request;
};
const basicParts = (): readonly string[] => {
  const value = sent().headers.authorization ?? '';
  expect(value).toMatch(/^Basic /);
  const text = Buffer.from(value.slice(6), 'base64').toString('utf8');
  return [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)];
};
const formDecoded = (text: string): string => new URLSearchParams(`x=${text}`).get('x') ?? '';

describe('a client secret', () => {
  const ODD = "~!*()%+ /=&:'ü€";

  it('of any characters arrives as it is by client_secret_post', async () => {
    await run(secretOf(ODD, 'client_secret_post'), { clientId: 'a client & more' });
    expect(sent().body.get('client_secret')).toBe(ODD);
    expect(sent().body.get('client_id')).toBe('a client & more');
    expect(sent().headers.authorization).toBeUndefined();
  });

  it('of any characters arrives as it is by client_secret_basic, at a server that decodes', async () => {
    await run(secretOf(ODD, 'client_secret_basic'), { clientId: 'https://client.example/id:1' });
    expect(basicParts().map(formDecoded)).toEqual(['https://client.example/id:1', ODD]);
    expect(sent().body.has('client_secret')).toBe(false);
  });

  it('of any characters arrives as it is by client_secret_basic_raw, at a server that does not decode', async () => {
    await run(secretOf(ODD, 'client_secret_basic_raw'));
    expect(basicParts()).toEqual(['machine', ODD]);
    expect(sent().body.has('client_secret')).toBe(false);
  });

  it('of ordinary characters arrives by client_secret_basic at servers that do not decode as well', async () => {
    await run(secretOf('abc-DEF_123.xyz*', 'client_secret_basic'), { clientId: 'my-client_1.example' });
    expect(basicParts()).toEqual(['my-client_1.example', 'abc-DEF_123.xyz*']);
  });

  it('does not go out raw where a colon in the client id would cut it', async () => {
    const running = run(secretOf('s3cret-of-it', 'client_secret_basic_raw'), {
      clientId: 'https://x.example',
    });
    expect(await failureOf(running)).toMatchObject({ code: 'credential.method', exit: 2 });
    expect(server.received).toHaveLength(0);
  });

  it.each([
    ['in the body where the server lists both', ['client_secret_basic', 'client_secret_post'], 'post'],
    ['in the body where the server lists it alone', ['client_secret_post'], 'post'],
    ['in the header where the server lists it alone', ['private_key_jwt', 'client_secret_basic'], 'basic'],
    ['in the header where the server lists nothing', [], 'basic'],
  ])('goes %s', async (_name, listed, where) => {
    await run(secretOf('s3cret-of-it'), methods(...listed));
    expect(sent().headers.authorization === undefined).toBe(where === 'post');
    expect(sent().body.has('client_secret')).toBe(where === 'post');
  });

  it('goes in the header where the server does not say anything', async () => {
    await run(secretOf('s3cret-of-it'));
    expect(basicParts()).toEqual(['machine', 's3cret-of-it']);
  });

  it.each(['client_secret_post', 'client_secret_basic'] as const)(
    'goes by %s where the user says so',
    async (method) => {
      await run(secretOf('s3cret-of-it', method), methods('private_key_jwt'));
      expect(sent().body.has('client_secret')).toBe(method === 'client_secret_post');
    },
  );

  it.each(['msal', 'openid-client'])(
    'stays here where the server takes none, and the message names what it takes (%s)',
    async (library) => {
      const listed = methods('private_key_jwt', 'tls_client_auth').metadata;
      const metadata = library === 'msal' ? { ...listed, issuer: 'https://localhost' } : listed;
      expect(await failureOf(run(secretOf('s3cret-of-it'), { library, metadata }))).toMatchObject({
        code: 'credential.method',
        exit: 2,
        message: expect.stringContaining('"private_key_jwt", "tls_client_auth"'),
        hint: expect.stringContaining('--private-key'),
      });
      expect(server.received).toHaveLength(0);
    },
  );

  it.each([
    ['is told to', 'client_secret_basic' as const, {}],
    ['is told to send it raw', 'client_secret_basic_raw' as const, {}],
    ['has to', undefined, methods('client_secret_basic').metadata],
  ])('is not sent by msal-node, which knows no header, where it %s', async (_name, method, listed) => {
    const metadata = { ...listed, issuer: 'https://localhost' };
    expect(
      await failureOf(run(secretOf('s3cret-of-it', method), { library: 'msal', metadata })),
    ).toMatchObject({
      code: 'config.library',
      exit: 2,
      hint: expect.stringContaining('openid-client'),
    });
    expect(server.received).toHaveLength(0);
  });
});

describe('a private key', () => {
  const KINDS = Object.keys(KEY_KINDS) as readonly (keyof typeof KEY_KINDS)[];

  /** A server that lets a client in only with an assertion that is right in every point (RFC 7523 §3). */
  function letInOnlyBy(publicKeyPem: string, algorithm: string): void {
    const key = createPublicKey(publicKeyPem);
    const seen = new Set<unknown>();
    server.answer = (request, response) => {
      const assertion = request.body.get('client_assertion') ?? '';
      void jwtVerify(assertion, key, { algorithms: [algorithm], issuer: 'machine', subject: 'machine' }).then(
        ({ payload }) => {
          const fresh = payload.jti !== undefined && !seen.has(payload.jti);
          seen.add(payload.jti);
          const right = fresh && payload.aud === issuer() && request.body.get('client_id') === 'machine';
          reply(response, right ? 200 : 401, right ? GRANTED : { error: 'invalid_client' });
        },
        () => reply(response, 401, { error: 'invalid_client' }),
      );
    };
  }

  it.each(KINDS)('signs by %s, with the issuer for its only audience', async (kind) => {
    const pem = await clientKey(kind);
    letInOnlyBy(pem, kind);
    const credential: Credential = { kind: 'private_key', privateKey: http.vault.keep(pem), keyId: 'mine' };
    for (let use = 1; use <= 2; use++) {
      expect((await run(credential, methods('private_key_jwt'))).accessToken.reveal()).toBe(
        'an-opaque-token',
      );
    }
    expect(sent().body.get('client_assertion_type')).toBe(
      'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    );
    const assertion = sent().body.get('client_assertion') ?? '';
    expect(decodeProtectedHeader(assertion)).toEqual({ alg: kind, typ: 'JWT', kid: 'mine' });
    expect(http.vault.redact(assertion)).not.toContain(assertion);
  });

  it('that is not the registered one is refused', async () => {
    letInOnlyBy(await clientKey('ES256'), 'ES256');
    const credential: Credential = {
      kind: 'private_key',
      privateKey: http.vault.keep(await clientKey('ES256')),
    };
    expect(await failureOf(run(credential))).toMatchObject({ code: 'oauth.invalid_client' });
  });

  it.each([
    ['RS256', ['PS256'], 'PS256'],
    ['RS256', ['ES256', 'RS256', 'PS256'], 'RS256'],
    ['RS256', 'PS256', 'RS256'],
    ['Ed25519', ['RS256', 'EdDSA'], 'EdDSA'],
    ['Ed25519', ['EdDSA', 'Ed25519'], 'Ed25519'],
  ] as const)('%s at a server that lists %j signs by %s', async (kind, listed, algorithm) => {
    const pem = await clientKey(kind);
    letInOnlyBy(pem, algorithm);
    const metadata = { token_endpoint_auth_signing_alg_values_supported: listed };
    await run({ kind: 'private_key', privateKey: http.vault.keep(pem) }, { metadata });
    expect(decodeProtectedHeader(sent().body.get('client_assertion') ?? '').alg).toBe(algorithm);
  });

  it.each(['msal', 'openid-client'])(
    'stays idle where the server takes secrets only (%s)',
    async (library) => {
      const listed = methods('client_secret_basic', 'client_secret_jwt').metadata;
      const metadata = library === 'msal' ? { ...listed, issuer: 'https://localhost' } : listed;
      const credential: Credential = {
        kind: 'private_key',
        privateKey: http.vault.keep(await clientKey('ES256')),
      };
      expect(await failureOf(run(credential, { library, metadata }))).toMatchObject({
        code: 'credential.method',
        exit: 2,
        hint: expect.stringContaining('--client-secret-env'),
      });
      expect(server.received).toHaveLength(0);
    },
  );
});

describe('a certificate', () => {
  it.each(['RS256', 'ES256'] as const)('of an %s key is named by its SHA-256 thumbprint', async (kind) => {
    const pem = await clientKey(kind);
    const certificate = certificateFor(pem);
    await run({ kind: 'certificate', certificate, privateKey: http.vault.keep(pem) });
    const assertion = sent().body.get('client_assertion') ?? '';
    const thumbprint = createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url');
    expect(decodeProtectedHeader(assertion)).toEqual({ alg: kind, typ: 'JWT', 'x5t#S256': thumbprint });
    await compactVerify(assertion, new X509Certificate(certificate).publicKey);
    expect(decodeJwt(assertion).aud).toBe(issuer());
  });
});

describe('a federated token', () => {
  it.each(['msal', 'openid-client'])(
    'that its file has changed since is read anew by %s',
    async (library) => {
      const directory = await mkdtemp(join(tmpdir(), 'authcheck-federated-'));
      try {
        const file = join(directory, 'token');
        const read = async () => http.vault.keep(await readFile(file, 'utf8'));
        const credential: Credential = { kind: 'assertion', source: { from: 'reference', read } };
        const metadata = library === 'msal' ? { metadata: { issuer: 'https://localhost' } } : {};
        for (const text of ['first.token.of-the-file\n', 'second.token.of-the-file']) {
          await writeFile(file, text);
          await run(credential, { library, ...metadata });
        }
      } finally {
        await rm(directory, { recursive: true });
      }
      const assertions = server.received.map(({ body }) => body.get('client_assertion'));
      expect(assertions).toEqual(['first.token.of-the-file', 'second.token.of-the-file']);
      expect(sent().body.get('client_id')).toBe('machine');
      expect(http.vault.redact('first.token.of-the-file')).not.toContain('first');
    },
  );

  it.each(['msal', 'openid-client'])(
    'that cannot be read is the user’s to mend: nothing is sent by %s',
    async (library) => {
      const read = () => Promise.resolve(http.vault.keep(''));
      const metadata = library === 'msal' ? { metadata: { issuer: 'https://localhost' } } : {};
      const failure = await failureOf(
        run({ kind: 'assertion', source: { from: 'reference', read } }, { library, ...metadata }),
      );
      expect(failure).toMatchObject({ code: 'credential.malformed_assertion', exit: 2 });
      expect(server.received).toHaveLength(0);
    },
  );

  it('passes where the server lists a method for assertions of other parties only', async () => {
    const read = () => Promise.resolve(http.vault.keep('one.foreign.token'));
    await run({ kind: 'assertion', source: { from: 'reference', read } }, methods('spiffe_jwt'));
    expect(sent().body.get('client_assertion')).toBe('one.foreign.token');
  });

  it('of GitHub Actions goes to the authorization server as it came', async () => {
    const jwt = await new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32));
    server.answer = (request, response) =>
      reply(response, 200, request.path.startsWith('/runner') ? { count: 1, value: jwt } : GRANTED);
    const token = http.vault.keep('the-runners-own-token');
    await run({
      kind: 'assertion',
      source: { from: 'github', url: `${server.origin}/runner?api-version=2.0`, token },
    });
    const [asked, redeemed] = server.received;
    expect(new URL(asked?.path ?? '', server.origin).searchParams.get('audience')).toBe(issuer());
    expect(redeemed?.body.get('client_assertion')).toBe(jwt);
  });
});

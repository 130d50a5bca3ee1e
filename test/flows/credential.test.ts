import { createPrivateKey, createPublicKey, randomBytes, webcrypto } from 'node:crypto';
import { compactVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { createSelfSigned, thumbprint } from '../../fixtures/entra/index.ts';
import { UsageError } from '../../src/errors.ts';
import { signClientAssertion } from '../../src/flows/client-assertion.ts';
import { readCertificate, readPrivateKey } from '../../src/flows/credential.ts';
import { Secret } from '../../src/secret.ts';

type Parameters = RsaHashedKeyGenParams | EcKeyGenParams | { name: 'Ed25519' };
interface RsaHashedKeyGenParams {
  readonly name: string;
  readonly hash: string;
  readonly modulusLength: number;
  readonly publicExponent: Uint8Array;
}
interface EcKeyGenParams {
  readonly name: string;
  readonly namedCurve: string;
}

const RSA: Parameters = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
};
const ec = (namedCurve: string): Parameters => ({ name: 'ECDSA', namedCurve });

async function keyPem(parameters: Parameters): Promise<string> {
  const pair = await webcrypto.subtle.generateKey(parameters, true, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new Error('expected a key pair');
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', pair.privateKey));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}

function certificateOf(pem: string): ReturnType<typeof createSelfSigned> {
  return createSelfSigned({
    privateKey: createPrivateKey(pem),
    commonName: 'client',
    serialNumber: randomBytes(16),
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2026-02-01T00:00:00Z'),
  });
}

function codeOf(read: () => unknown): string {
  try {
    read();
    return 'no error';
  } catch (error) {
    return error instanceof UsageError ? error.code : 'another error';
  }
}

describe('a private key', () => {
  it.each([
    ['RSA', RSA, ['RS256', 'PS256']],
    ['P-256', ec('P-256'), ['ES256']],
    ['P-384', ec('P-384'), ['ES384']],
    ['P-521', ec('P-521'), ['ES512']],
    ['Ed25519', { name: 'Ed25519' } as const, ['Ed25519']],
  ])('of kind %s signs an assertion that verifies', async (_name, parameters, algorithms) => {
    const pem = await keyPem(parameters);
    const signing = readPrivateKey(new Secret(pem));
    expect(signing.algorithms).toEqual(algorithms);
    const now = Date.now();
    const facts = { clientId: 'me', audience: 'https://as.example.com', now };
    const assertion = signClientAssertion(signing, facts);
    const { payload, protectedHeader } = await compactVerify(assertion, createPublicKey(pem));
    expect(protectedHeader).toEqual({ alg: algorithms[0], typ: 'JWT' });
    expect(JSON.parse(Buffer.from(payload).toString())).toMatchObject({
      iss: 'me',
      sub: 'me',
      aud: 'https://as.example.com',
      exp: Math.floor(now / 1000) + 300,
    });
  });

  it('is new in every assertion’s jti', async () => {
    const signing = readPrivateKey(new Secret(await keyPem(ec('P-256'))));
    const facts = { clientId: 'me', audience: 'https://as.example.com', now: 0 };
    const [one, other] = [signClientAssertion(signing, facts), signClientAssertion(signing, facts)];
    expect(one.split('.')[1]).not.toBe(other.split('.')[1]);
  });

  it('may stand among other PEM blocks', async () => {
    const pem = await keyPem(RSA);
    expect(readPrivateKey(new Secret(`${certificateOf(pem).pem}\n${pem}`)).algorithms).toContain('RS256');
  });

  it.each([
    ['nothing', '', 'credential.unreadable_key'],
    [
      'a public key',
      '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
      'credential.unreadable_key',
    ],
    ['damage', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', 'credential.unreadable_key'],
    [
      'an encrypted key',
      '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----',
      'credential.encrypted_key',
    ],
    [
      'an encrypted key of the old kind',
      '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----',
      'credential.encrypted_key',
    ],
  ])('is not %s', (_name, pem, code) => {
    expect(codeOf(() => readPrivateKey(new Secret(pem)))).toBe(code);
  });

  it('is not too short', async () => {
    const pem = await keyPem({ ...RSA, modulusLength: 1024 } as Parameters);
    expect(codeOf(() => readPrivateKey(new Secret(pem)))).toBe('credential.key_type');
  });

  it('is quoted by no error', () => {
    const text = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0LWtleQ==\n-----END PRIVATE KEY-----';
    try {
      readPrivateKey(new Secret(text));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      expect(error).not.toHaveProperty('cause');
      expect(String(error)).not.toContain('c2VjcmV0');
    }
  });
});

describe('a certificate', () => {
  it('brings thumbprint, chain and end of validity', async () => {
    const pem = await keyPem(RSA);
    const { pem: certificate, der } = certificateOf(pem);
    const read = readCertificate(`${certificate}${certificate}`, new Secret(pem));
    expect(read.x5tS256).toBe(thumbprint(der, 'sha256'));
    expect(read.thumbprintSha256).toBe(Buffer.from(read.x5tS256, 'base64url').toString('hex'));
    expect(read.chain.match(/BEGIN/g)).toHaveLength(2);
    expect(read.notAfter).toBe(Date.parse('2026-02-01T00:00:00Z'));
  });

  it('must belong to the key', async () => {
    const certificate = certificateOf(await keyPem(RSA)).pem;
    const other = new Secret(await keyPem(RSA));
    expect(codeOf(() => readCertificate(certificate, other))).toBe('credential.certificate_mismatch');
  });

  it.each(['', 'not PEM', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    'cannot be read from %j',
    async (pem) => {
      const key = new Secret(await keyPem(ec('P-256')));
      expect(codeOf(() => readCertificate(pem, key))).toBe('credential.unreadable_certificate');
    },
  );
});

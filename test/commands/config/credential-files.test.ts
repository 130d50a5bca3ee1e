import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLIENT, flow, load, refusal } from './given.ts';

const dir = mkdtempSync(join(tmpdir(), 'mcp-authcheck-keys-'));
const at = (name: string) => join(dir, name);
const read = (name: string) => readFileSync(at(name), 'utf8');

const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
const environment = { CLIENT_ID: CLIENT };

beforeAll(() => {
  openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', 'rsa.pem');
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'ec.pem');
  openssl('genpkey', '-algorithm', 'X25519', '-out', 'x25519.pem');
  openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024', '-out', 'short.pem');
  openssl('pkey', '-in', 'rsa.pem', '-pubout', '-out', 'public.pem');
  openssl('pkcs8', '-topk8', '-in', 'rsa.pem', '-passout', 'pass:x', '-out', 'encrypted.pem');
  openssl('rsa', '-in', 'rsa.pem', '-traditional', '-out', 'pkcs1.pem');
  openssl('pkey', '-in', 'rsa.pem', '-outform', 'DER', '-out', 'rsa.der');
  openssl('req', '-x509', '-key', 'rsa.pem', '-subj', '/CN=client', '-days', '2', '-out', 'cert.pem');
  openssl('req', '-x509', '-key', 'ec.pem', '-subj', '/CN=issuing', '-days', '2', '-out', 'other.pem');
  writeFileSync(at('both.pem'), read('cert.pem') + read('rsa.pem'));
  writeFileSync(at('chain.pem'), `${read('other.pem')}${read('cert.pem')}`.replaceAll('\n', '\r\n'));
  writeFileSync(at('two.pem'), read('rsa.pem') + read('ec.pem'));
  writeFileSync(at('broken.pem'), '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n');
  writeFileSync(at('jwt'), 'aGVhZA.cGF5bG9hZA.c2ln\n');
  writeFileSync(at('error.html'), '<html>503</html>');
  writeFileSync(at('secret'), 'a~secret\n');
  writeFileSync(at('empty'), '\n');
  for (const name of ['rsa.pem', 'both.pem', 'jwt', 'secret']) chmodSync(at(name), 0o600);
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('keys and certificates', () => {
  it.each(['rsa.pem', 'ec.pem', 'pkcs1.pem'])('%s is a private key', async (name) => {
    const { credential, ...request } = await flow({ cwd: dir, environment, flags: { privateKey: name } });
    expect(request.flow).toBe('client_credentials');
    if (credential?.kind !== 'private_key') throw new Error('expected a private key');
    expect(credential.privateKey.reveal()).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  });

  it('one PEM holds certificate and key', async () => {
    const { credential } = await flow({ cwd: dir, environment, flags: { certificate: 'both.pem' } });
    if (credential?.kind !== 'certificate') throw new Error('expected a certificate');
    expect(credential.certificate).toBe(read('cert.pem'));
    expect(credential.certificate).not.toContain('PRIVATE KEY');
  });

  it("a chain in any order is handed on with the client's certificate first", async () => {
    const flags = { certificate: 'chain.pem', privateKey: 'rsa.pem' };
    const { credential } = await flow({ cwd: dir, environment, flags });
    if (credential?.kind !== 'certificate') throw new Error('expected a certificate');
    expect(credential.certificate).toBe(read('cert.pem') + read('other.pem'));
  });

  it('the environment names a certificate as Azure does', async () => {
    const azure = { AZURE_CLIENT_ID: CLIENT, AZURE_CLIENT_CERTIFICATE_PATH: at('both.pem') };
    expect((await flow({ environment: azure })).credential?.kind).toBe('certificate');
  });

  it.each([
    ['a missing file', { privateKey: 'nothing.pem' }, 'credential.file_unreadable'],
    ['a directory', { privateKey: '.' }, 'credential.file_unreadable'],
    ['DER', { privateKey: 'rsa.der' }, 'credential.file_unreadable'],
    ['an encrypted key', { privateKey: 'encrypted.pem' }, 'credential.encrypted_key'],
    ['a public key', { privateKey: 'public.pem' }, 'credential.key_public'],
    ['two keys', { privateKey: 'two.pem' }, 'credential.key_several'],
    ['a key that does not parse', { privateKey: 'broken.pem' }, 'credential.unreadable_key'],
    ['a key that cannot sign', { privateKey: 'x25519.pem' }, 'credential.key_type'],
    ['a short key', { privateKey: 'short.pem' }, 'credential.key_too_short'],
    ['a certificate instead of a key', { privateKey: 'cert.pem' }, 'credential.unreadable_key'],
    ['a certificate without its key', { certificate: 'cert.pem' }, 'credential.unreadable_key'],
    ['no certificate', { certificate: 'rsa.pem' }, 'credential.unreadable_certificate'],
    [
      'a key of another certificate',
      { certificate: 'cert.pem', privateKey: 'ec.pem' },
      'credential.certificate_mismatch',
    ],
    ['an empty file', { clientSecretFile: 'empty' }, 'credential.secret_empty'],
    [
      'an error page instead of an assertion',
      { assertionFile: 'error.html' },
      'credential.assertion_malformed',
    ],
  ])('%s is refused and never quoted', async (_, flags, code) => {
    const error = await refusal({ cwd: dir, environment, flags });
    expect(error.code).toBe(code);
    expect(error.exit).toBe(2);
    expect(error.message).not.toContain('-----BEGIN PRIVATE');
    expect(error.message).not.toContain('<html>');
  });

  it.each([
    ['expired', 10],
    ['is not valid before', -10],
  ])('a certificate that %s is refused', async (words, days) => {
    const now = () => Date.now() + days * 86_400_000;
    const error = await refusal({ cwd: dir, environment, now, flags: { certificate: 'both.pem' } });
    expect(error.code).toBe('credential.certificate_dates');
    expect(error.message).toContain(words);
  });
});

describe('secret files', () => {
  it('lose one trailing line break; a file that others can read warns', async () => {
    const given = { cwd: dir, environment, flags: { clientSecretFile: 'secret' } };
    const quiet = await load(given);
    expect(quiet.kept).toContain('a~secret');
    expect(quiet.warnings).toEqual([]);
    chmodSync(at('secret'), 0o644);
    expect((await load(given)).warnings.join()).toContain('0644');
  });

  it('an assertion is read again at every use', async () => {
    const { credential } = await flow({ cwd: dir, environment, flags: { assertionFile: 'jwt' } });
    if (credential?.kind !== 'assertion' || credential.source.from !== 'reference') {
      throw new Error('expected an assertion that is read');
    }
    const { read } = credential.source;
    writeFileSync(at('jwt'), 'bmV3.bmV3.bmV3\n');
    expect((await read()).reveal()).toBe('bmV3.bmV3.bmV3');
    rmSync(at('jwt'));
    await expect(read()).rejects.toMatchObject({ code: 'credential.file_unreadable' });
  });
});

import type { ClientAuth, CryptoKey } from 'openid-client';
import { UsageError } from '../errors.ts';
import type { AssertionSource, Credential } from '../types.ts';
import { assertionAudience, federatedAudience } from './assertion-audience.ts';
import { assertionFrom } from './assertion-source.ts';
import { unsuitableCredential } from './client.ts';
import { requireAssertions, secretMethod } from './client-authentication-method.ts';
import { readCertificate, readPrivateKey, type SigningAlgorithm, type SigningKey } from './credential.ts';
import { noteExpiry } from './expiry-note.ts';
import type { Grant } from './grant.ts';

type Library = typeof import('openid-client');

/** Changes the claims of an assertion that the client signs itself, before it is signed. */
export type ChangeClaims = (claims: Record<string, unknown>) => void;

/**
 * How the client proves who it is, as openid-client takes it: secret (RFC 6749 §2.3.1), signed assertion or
 * federated token (RFC 7523 §2.2), or nothing but its id.
 * @throws UsageError `credential.*`, `config.credential`; nothing was sent
 */
export async function clientAuthentication(
  library: Library,
  grant: Grant,
  change: ChangeClaims = () => undefined,
): Promise<ClientAuth> {
  const { credential } = grant.client;
  switch (credential?.kind) {
    case undefined:
      return library.None();
    case 'secret':
      return bySecret(library, grant, credential);
    case 'private_key':
      requireAssertions(grant, 'a private key');
      return await byKey(library, grant, readPrivateKey(credential.privateKey), {
        keyId: credential.keyId,
        change,
      });
    case 'certificate': {
      requireAssertions(grant, 'a certificate');
      const certificate = readCertificate(credential.certificate, credential.privateKey);
      noteExpiry(certificate, grant.context);
      return await byKey(library, grant, certificate, { x5tS256: certificate.x5tS256, change });
    }
    case 'assertion':
      requireAssertions(grant, 'a federated token');
      return byAssertion(grant, credential.source);
    default:
      throw unsuitableCredential(grant.context, credential?.kind);
  }
}

function bySecret(
  library: Library,
  grant: Grant,
  credential: Extract<Credential, { kind: 'secret' }>,
): ClientAuth {
  const { clientId } = grant.client;
  const secret = credential.secret.reveal();
  switch (secretMethod(grant, credential)) {
    case 'client_secret_post':
      return library.ClientSecretPost(secret);
    case 'client_secret_basic':
      return byBasic(formEncoded(clientId), formEncoded(secret));
    case 'client_secret_basic_raw':
      if (clientId.includes(':')) throw colonInClientId(grant);
      return byBasic(clientId, secret);
  }
}

// RFC 7617 §2; in UTF-8, which only matters where nothing was encoded.
function byBasic(user: string, password: string): ClientAuth {
  const value = `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
  return (_server, _client, _body, headers) => headers.set('authorization', value);
}

/**
 * RFC 6749 Appendix B. openid-client encodes `-`, `.` and `_` too, which decodes to the same; left alone, as
 * the form serialiser leaves them, an ordinary client id also passes at servers that do not decode.
 */
function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

function colonInClientId({ context }: Grant): UsageError {
  const message = 'A client id with a colon cannot travel by client_secret_basic_raw. Nothing was sent.';
  return new UsageError('credential.method', message, {
    target: context.target.name,
    hint: 'Use client_secret_basic, which encodes it, or client_secret_post.',
  });
}

// Fetched for every request, also when one is repeated: a token that may be used once is no good twice.
function byAssertion(grant: Grant, source: AssertionSource): ClientAuth {
  const audience = federatedAudience(grant.context.profile, grant.server);
  const authenticate = async (...[, client, body]: Parameters<ClientAuth>): Promise<void> => {
    const assertion = await assertionFrom(source, grant.context, audience);
    body.set('client_id', client.client_id);
    body.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    body.set('client_assertion', assertion.reveal());
  };
  // It is awaited, as the library's own private_key_jwt has to be; only the type does not say so.
  return authenticate as ClientAuth;
}

async function byKey(
  library: Library,
  grant: Grant,
  signing: SigningKey,
  options: {
    readonly keyId?: string | undefined;
    readonly x5tS256?: string;
    readonly change: ChangeClaims;
  },
): Promise<ClientAuth> {
  const { context, server } = grant;
  const { algorithm, spelling } = algorithmFor(grant, signing);
  const key = await webKey(signing, algorithm);
  const { keyId, x5tS256, change } = options;
  return library.PrivateKeyJwt(
    { key, ...(keyId === undefined ? {} : { kid: keyId }) },
    {
      [library.modifyAssertion]: (header, payload) => {
        header.alg = spelling;
        header.typ = 'JWT';
        if (x5tS256 !== undefined) header['x5t#S256'] = x5tS256;
        payload.aud = assertionAudience(context.profile, server);
        change(payload);
      },
    },
  );
}

interface Choice {
  readonly algorithm: SigningAlgorithm;
  /** RFC 9864 renamed EdDSA with this curve to Ed25519; a server may know one name only. */
  readonly spelling: string;
}

function algorithmFor({ server }: Grant, signing: SigningKey): Choice {
  const listed: unknown = server.metadata.token_endpoint_auth_signing_alg_values_supported;
  const offered: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const algorithm =
    signing.algorithms.find((name) => offered.includes(name)) ?? signing.algorithms[0] ?? 'RS256';
  const older = algorithm === 'Ed25519' && !offered.includes(algorithm) && offered.includes('EdDSA');
  return { algorithm, spelling: older ? 'EdDSA' : algorithm };
}

async function webKey({ key }: SigningKey, algorithm: SigningAlgorithm): Promise<CryptoKey> {
  const der = key.export({ type: 'pkcs8', format: 'der' });
  return await crypto.subtle.importKey('pkcs8', new Uint8Array(der), WEB_NAMES[algorithm], false, ['sign']);
}

const WEB_NAMES: Readonly<Record<SigningAlgorithm, { name: string; hash?: string; namedCurve?: string }>> = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384' },
  ES512: { name: 'ECDSA', namedCurve: 'P-521' },
  Ed25519: { name: 'Ed25519' },
};

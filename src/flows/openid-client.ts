import type { ClientAuth, Configuration, CryptoKey, ServerMetadata } from 'openid-client';
import { assertionAudience } from './assertion-audience.ts';
import { unsuitableCredential } from './client.ts';
import { readCertificate, readPrivateKey, type SigningAlgorithm, type SigningKey } from './credential.ts';
import { noteExpiry } from './expiry-note.ts';
import type { Grant } from './grant.ts';
import type { Wire } from './wire.ts';

type Library = typeof import('openid-client');

export interface OpenidClient {
  readonly library: Library;
  readonly configuration: Configuration;
}

/** openid-client, set up with metadata that is known already, our client and our road; it discovers nothing. */
export async function openidClient(grant: Grant): Promise<OpenidClient> {
  const library = await import('openid-client');
  const { server, client } = grant;
  const authentication = await clientAuthentication(library, grant);
  const configuration = new library.Configuration(
    structuredClone(server.metadata) as ServerMetadata,
    client.clientId,
    undefined,
    authentication,
  );
  configuration[library.customFetch] = fetchOver(grant.wire);
  // Which http addresses are allowed was decided with the endpoints: loopback only.
  if (server.endpoint('token_endpoint').startsWith('http:')) library.allowInsecureRequests(configuration);
  return { library, configuration };
}

async function clientAuthentication(library: Library, grant: Grant): Promise<ClientAuth> {
  const { credential } = grant.client;
  switch (credential?.kind) {
    case undefined:
      return library.None();
    case 'secret': {
      const secret = credential.secret.reveal();
      const basic = (credential.method ?? methodOffered(grant)) === 'client_secret_basic';
      return basic ? library.ClientSecretBasic(secret) : library.ClientSecretPost(secret);
    }
    case 'private_key':
      return await byKey(library, grant, readPrivateKey(credential.privateKey), credential.keyId);
    case 'certificate': {
      const certificate = readCertificate(credential.certificate, credential.privateKey);
      noteExpiry(certificate, grant.context);
      return await byKey(library, grant, certificate, undefined, certificate.x5tS256);
    }
    case 'assertion': {
      const assertion = await credential.read();
      return (_server, client, body) => {
        body.set('client_id', client.client_id);
        body.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
        body.set('client_assertion', assertion.reveal());
      };
    }
    default:
      throw unsuitableCredential(grant.context, credential?.kind);
  }
}

// RFC 8414 §2: client_secret_basic when the server does not say.
function methodOffered({ server }: Grant): string {
  const offered = server.metadata.token_endpoint_auth_methods_supported;
  return offered?.includes('client_secret_post') === true ? 'client_secret_post' : 'client_secret_basic';
}

async function byKey(
  library: Library,
  grant: Grant,
  signing: SigningKey,
  keyId?: string,
  x5tS256?: string,
): Promise<ClientAuth> {
  const { context, server } = grant;
  const key = await webKey(signing, algorithmFor(grant, signing));
  return library.PrivateKeyJwt(
    { key, ...(keyId === undefined ? {} : { kid: keyId }) },
    {
      [library.modifyAssertion]: (header, payload) => {
        header.typ = 'JWT';
        if (x5tS256 !== undefined) header['x5t#S256'] = x5tS256;
        payload.aud = assertionAudience(context.profile, server);
      },
    },
  );
}

function algorithmFor({ server }: Grant, signing: SigningKey): SigningAlgorithm {
  const offered = server.metadata.token_endpoint_auth_signing_alg_values_supported;
  const taken = signing.algorithms.find((name) => Array.isArray(offered) && offered.includes(name));
  return taken ?? signing.algorithms[0] ?? 'RS256';
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

function fetchOver(wire: Wire) {
  return async (
    url: string,
    options: { method: string; headers: Record<string, string>; body?: unknown },
  ): Promise<Response> => {
    const body = options.body instanceof URLSearchParams ? options.body.toString() : options.body;
    const answer = await wire.send({
      method: options.method,
      url,
      headers: Object.entries(options.headers),
      ...(typeof body === 'string' ? { body } : {}),
    });
    // A body is not allowed with these, and the library wants 200.
    const empty = [101, 204, 205, 304].includes(answer.status);
    return new Response(empty ? null : answer.body, {
      status: answer.status,
      headers: answer.headers.map(([name, value]): [string, string] => [name, value]),
    });
  };
}

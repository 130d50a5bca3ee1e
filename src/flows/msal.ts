import type { Configuration, NodeAuthOptions, NodeSystemOptions } from '@azure/msal-node';
import { assertionAudience } from './assertion-audience.ts';
import { unsuitableCredential } from './client.ts';
import { signClientAssertion } from './client-assertion.ts';
import { readCertificate, readPrivateKey } from './credential.ts';
import { noteExpiry } from './expiry-note.ts';
import type { Grant } from './grant.ts';
import { type Hooks, msalNetwork } from './msal-network.ts';

/**
 * msal-node's configuration for one attempt: the authority's metadata is given, so that it asks nobody about
 * it; network and log are ours. One application instance per attempt, because an instance refuses to repeat
 * a request that failed.
 */
export async function msalConfiguration(grant: Grant, hooks?: Hooks): Promise<Configuration> {
  const { server, client, context } = grant;
  const authority = server.issuer.replace(/\/v2\.0\/?$/, '');
  const auth: NodeAuthOptions = {
    clientId: client.clientId,
    authority,
    knownAuthorities: [new URL(authority).host],
    authorityMetadata: JSON.stringify(completed(grant)),
    ...(await clientCredential(grant)),
  };
  const { ProtocolMode } = await import('@azure/msal-node');
  const protocolMode = context.profile.name === 'entra' ? ProtocolMode.AAD : ProtocolMode.OIDC;
  return { auth, system: { ...msalSystem(), networkClient: msalNetwork(grant.wire, hooks), protocolMode } };
}

/** System settings of every msal-node application: its log quotes requests and is dropped. */
export function msalSystem(): NodeSystemOptions {
  return {
    disableInternalRetries: true,
    loggerOptions: { loggerCallback: () => {}, piiLoggingEnabled: false },
  };
}

// msal-node wants all four; where discovery was skipped, the ones that are not used are filled in.
function completed({ server }: Grant): object {
  return {
    authorization_endpoint: server.issuer,
    jwks_uri: server.issuer,
    ...server.metadata,
  };
}

async function clientCredential(grant: Grant): Promise<Partial<NodeAuthOptions>> {
  const { client, context, server } = grant;
  const { credential } = client;
  switch (credential?.kind) {
    case undefined:
      return {};
    case 'secret':
      return { clientSecret: credential.secret.reveal() };
    case 'certificate': {
      const certificate = readCertificate(credential.certificate, credential.privateKey);
      noteExpiry(certificate, context);
      const privateKey = certificate.key.export({ type: 'pkcs8', format: 'pem' }).toString();
      const { thumbprintSha256, chain } = certificate;
      return { clientCertificate: { thumbprintSha256, privateKey, x5c: chain } };
    }
    case 'private_key': {
      // msal-node signs with certificates only, and takes an assertion ready-made.
      const signing = readPrivateKey(credential.privateKey);
      const audience = assertionAudience(context.profile, server);
      const { keyId } = credential;
      const facts = { clientId: client.clientId, audience, keyId, now: context.now() };
      return { clientAssertion: () => Promise.resolve(signClientAssertion(signing, facts)) };
    }
    case 'assertion':
      return { clientAssertion: async () => (await credential.read()).reveal() };
    default:
      throw unsuitableCredential(context, credential?.kind);
  }
}

import type { Configuration, NodeAuthOptions } from '@azure/msal-node';
import { UsageError } from '../errors.ts';
import type { Credential } from '../types.ts';
import { assertionAudience, federatedAudience } from './assertion-audience.ts';
import { assertionFrom } from './assertion-source.ts';
import { unsuitableCredential } from './client.ts';
import { signClientAssertion } from './client-assertion.ts';
import { methodsOffered, requireAssertions, secretMethod } from './client-authentication-method.ts';
import { readCertificate, readPrivateKey } from './credential.ts';
import { noteExpiry } from './expiry-note.ts';
import type { Grant } from './grant.ts';
import { type Hooks, msalNetwork } from './msal-network.ts';
import { msalSystem } from './msal-system.ts';
import type { PinnedServer } from './pinning.ts';

/**
 * msal-node's configuration for one attempt: the authority's metadata is given, so that it asks nobody about
 * it; network and log are ours. One application instance per attempt, because an instance refuses to repeat
 * a request that failed.
 */
export async function msalConfiguration(grant: Grant, hooks?: Hooks): Promise<Configuration> {
  const { server, client, context } = grant;
  const authority = authorityOf(server);
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

/**
 * What the endpoints lie below, because msal-node writes an authority's path into the endpoints of its metadata:
 * the issuer is not it at B2C, which leaves the policy out, nor for `common`, which has a template.
 */
function authorityOf({ issuer, endpoint }: PinnedServer): string {
  const { origin, pathname } = new URL(endpoint('token_endpoint'));
  const [, path] = /^(.+)\/oauth2\/v2\.0\/token$/.exec(pathname) ?? [];
  return path === undefined ? issuer.replace(/\/v2\.0\/?$/, '') : origin + path;
}

// msal-node wants all four; where discovery was skipped, the ones that are not used are filled in.
function completed({ server }: Grant): object {
  return {
    authorization_endpoint: server.issuer,
    jwks_uri: server.issuer,
    ...server.metadata,
  };
}

/**
 * Refuses parameters that the provider wants besides, for a grant with which msal-node sends none.
 * @throws UsageError `config.library`
 */
export function requireNoFurther({ context }: Grant, parameters: Readonly<Record<string, string>>): void {
  const names = Object.keys(parameters);
  if (names.length === 0) return;
  const { profile, request, target } = context;
  const message = `${profile.title} needs the parameter ${names.join(', ')}, and msal-node cannot send it with the flow ${request.flow}. Nothing was sent.`;
  throw new UsageError('config.library', message, {
    target: target.name,
    hint: 'Use --library openid-client.',
  });
}

async function clientCredential(grant: Grant): Promise<Partial<NodeAuthOptions>> {
  const { client, context, server } = grant;
  const { credential } = client;
  switch (credential?.kind) {
    case undefined:
      return {};
    case 'secret':
      requirePost(grant, credential);
      return { clientSecret: credential.secret.reveal() };
    case 'certificate': {
      requireAssertions(grant, 'a certificate');
      const certificate = readCertificate(credential.certificate, credential.privateKey);
      noteExpiry(certificate, context);
      const privateKey = certificate.key.export({ type: 'pkcs8', format: 'pem' }).toString();
      const { thumbprintSha256, chain } = certificate;
      return { clientCertificate: { thumbprintSha256, privateKey, x5c: chain } };
    }
    case 'private_key': {
      requireAssertions(grant, 'a private key');
      // msal-node signs with certificates only, and takes an assertion ready-made.
      const signing = readPrivateKey(credential.privateKey);
      const audience = assertionAudience(context.profile, server);
      const { keyId } = credential;
      const facts = { clientId: client.clientId, audience, keyId, now: context.now() };
      return { clientAssertion: () => Promise.resolve(signClientAssertion(signing, facts)) };
    }
    case 'assertion': {
      requireAssertions(grant, 'a federated token');
      const audience = federatedAudience(context.profile, server);
      const { source } = credential;
      return { clientAssertion: async () => (await assertionFrom(source, context, audience)).reveal() };
    }
    default:
      throw unsuitableCredential(context, credential?.kind);
  }
}

// msal-node knows one way for a secret to travel: in the body.
function requirePost(grant: Grant, credential: Extract<Credential, { kind: 'secret' }>): void {
  const method = secretMethod(grant, credential);
  const unsaid = credential.method === undefined && methodsOffered(grant) === undefined;
  if (method === 'client_secret_post' || unsaid) return;
  const message = `msal-node sends a client secret by client_secret_post only, not by ${method}. Nothing was sent.`;
  throw new UsageError('config.library', message, {
    target: grant.context.target.name,
    hint: 'Use --library openid-client.',
  });
}

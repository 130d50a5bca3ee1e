import { UsageError } from '../../errors.ts';
import type { FlowRequest } from '../../types.ts';
import {
  type AssertionReference,
  assertionReference,
  MANAGED_IDENTITY,
  readAssertionSource,
} from './assertion-source.ts';
import type { FlowConfig } from './config-schema.ts';
import { type CredentialReferences, readCredential } from './credential.ts';
import type { Path } from './document.ts';
import { readIdentityProvider } from './identity-provider.ts';
import type { Named, SecretReader } from './secret-source.ts';

type At = (...path: Path) => string;

/**
 * Everything that a flow of the file proves something with: the client's credential, the assertion that
 * `jwt_bearer` changes for a token, the identity provider of `enterprise`.
 * @throws UsageError `usage.credential_conflict`, `usage.*_unused`, `usage.identity_provider_missing`,
 * `credential.*`, with file, line and path.
 */
export async function readFileCredentials(
  flow: FlowConfig,
  reader: SecretReader,
  at: At,
): Promise<Pick<FlowRequest, 'credential' | 'assertion' | 'identityProvider'>> {
  const assertion = ofFile(flow, at);
  const granted = flow.flow === 'jwt_bearer';
  const credential = await readCredential(referencesOf(flow, granted ? undefined : assertion, at), reader);
  return {
    ...(credential === undefined ? {} : { credential }),
    ...(assertion === undefined || !granted
      ? {}
      : { assertion: await readAssertionSource(assertion, reader) }),
    ...(await identityProviderOf(flow, reader, at)),
  };
}

function referencesOf(
  flow: FlowConfig,
  assertion: Named<AssertionReference> | undefined,
  at: At,
): CredentialReferences {
  const { clientSecret, clientAuth, certificate, privateKey, keyId, managedIdentity, token } = flow;
  const identity = flow.federated === MANAGED_IDENTITY ? undefined : managedIdentity;
  return {
    ...(clientSecret === undefined ? {} : { secret: { value: clientSecret, where: at('clientSecret') } }),
    ...(clientAuth === undefined ? {} : { method: { value: clientAuth, where: at('clientAuth') } }),
    ...(certificate === undefined ? {} : { certificate: { value: certificate, where: at('certificate') } }),
    ...(privateKey === undefined ? {} : { privateKey: { value: privateKey, where: at('privateKey') } }),
    ...(keyId === undefined ? {} : { keyId: { value: keyId, where: at('keyId') } }),
    ...(assertion === undefined ? {} : { assertion }),
    ...(identity === undefined ? {} : { managedIdentity: { value: identity, where: at('managedIdentity') } }),
    ...(token === undefined ? {} : { token: { value: token, where: at('token') } }),
  };
}

function ofFile(flow: FlowConfig, at: At): Named<AssertionReference> | undefined {
  const read = flow.assertion === undefined ? undefined : { value: flow.assertion, where: at('assertion') };
  return assertionReference(flow, read, {
    federated: at('federated'),
    federatedAudience: at('federatedAudience'),
  });
}

async function identityProviderOf(
  flow: FlowConfig,
  reader: SecretReader,
  at: At,
): Promise<Pick<FlowRequest, 'identityProvider'>> {
  const given = flow.identityProvider;
  if (flow.flow !== 'enterprise') {
    if (given === undefined) return {};
    throw new UsageError(
      'usage.identity_provider_unused',
      `${at('identityProvider')}: the flow ${flow.flow} asks no identity provider.`,
      { hint: 'Use it with flow: enterprise.' },
    );
  }
  const here: At = (...path) => at('identityProvider', ...path);
  const identityProvider = await readIdentityProvider(
    {
      tokenEndpoint:
        given === undefined ? undefined : { value: given.tokenEndpoint, where: here('tokenEndpoint') },
      clientId: given?.clientId,
      secret:
        given?.clientSecret === undefined
          ? undefined
          : { value: given.clientSecret, where: here('clientSecret') },
      idToken: given === undefined ? undefined : { value: given.idToken, where: here('idToken') },
    },
    { inputs: reader.inputs, base: reader.base },
    `${at()} (${flow.flow})`,
    {
      tokenEndpoint: 'identityProvider.tokenEndpoint',
      clientId: 'identityProvider.clientId',
      idToken: 'identityProvider.idToken',
    },
  );
  return { identityProvider };
}

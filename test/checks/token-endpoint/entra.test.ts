import { createPrivateKey, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSelfSigned } from '../../../fixtures/entra/index.ts';
import type { CheckContext } from '../../../src/checks/check.ts';
import { runChecks } from '../../../src/checks/index.ts';
import { tokenEndpointChecks } from '../../../src/checks/token-endpoint/index.ts';
import { serverProbes } from '../../../src/commands/server-probes.ts';
import { clientCredentials } from '../../../src/flows/client-credentials.ts';
import { decodeToken } from '../../../src/token/index.ts';
import type { Credential, Evidence, Result } from '../../../src/types.ts';
import { rsaKey } from '../../flows/rsa-key.ts';
import { type EntraWorld, entraWorld } from '../../flows/world.ts';

const DAY = 86_400_000;

describe('the token endpoint of Entra ID', () => {
  let world: EntraWorld;
  beforeEach(async () => {
    world = await entraWorld();
  });
  afterEach(() => world.close());

  const machine = () => world.entra.directory.applicationNamed('Calculator Machine Client');

  async function resultsWith(credential: Credential): Promise<readonly Result[]> {
    const request = { flow: 'client_credentials', clientId: machine().appId, credential };
    const { http, profile, discovery, target, ...parts } = world.context(request);
    const tokens = await clientCredentials.run({ ...parts, http, profile, discovery, target });
    const token = decodeToken(tokens.accessToken.reveal());
    const evidence: Evidence = {
      target: { ...target, probes: { otherApi: 'https://graph.microsoft.com/.default' } },
      profile,
      discovery,
      flows: [{ request, tokens, token, sessions: [], error: null }],
      eras: { legacy: true, modern: true },
      now: Date.now,
    };
    const { person, registrations, now } = parts;
    const context: CheckContext = {
      evidence,
      http,
      probe: () => Promise.reject(new Error('nobody asks the endpoint')),
      serverProbe: serverProbes(evidence, http, { person, registrations, now }),
    };
    return await runChecks(tokenEndpointChecks, context, { wait: () => Promise.resolve() });
  }

  const verdicts = (results: readonly Result[]) =>
    Object.fromEntries(results.map(({ id, verdict }) => [id.replace('token-endpoint/', ''), verdict]));

  it('is asked by scope', async () => {
    const secret = world.http.vault.keep(machine().passwordCredentials[0]?.secretText ?? '');
    const results = await resultsWith({ kind: 'secret', secret });
    expect(verdicts(results)).toEqual({
      'issues-tokens-to-machines': 'pass',
      'answers-are-not-stored': 'pass',
      'honours-resource': 'pass',
      'rejects-unknown-resource': 'pass',
      'rejects-unknown-scope': 'pass',
      'rejects-wrong-secret': 'pass',
      'verifies-client-assertions': 'skip',
      'takes-post-only': 'pass',
      'rejects-password-grant': 'pass',
      'refuses-plain-http': 'pass',
    });
    expect(JSON.stringify(results)).not.toContain(secret.reveal());
  });

  it('is asked with a certificate', async () => {
    const key = await rsaKey();
    const certificate = createSelfSigned({
      privateKey: createPrivateKey(key),
      commonName: 'machine',
      serialNumber: randomBytes(16),
      notBefore: new Date(Date.now() - DAY),
      notAfter: new Date(Date.now() + DAY),
    }).pem;
    machine().keyCredentials.push({ keyId: 'one', key: certificate });
    const results = await resultsWith({
      kind: 'certificate',
      certificate,
      privateKey: world.http.vault.keep(key),
    });
    expect(verdicts(results)).toMatchObject({
      'rejects-wrong-secret': 'skip',
      'verifies-client-assertions': 'info',
      'takes-post-only': 'pass',
    });
  });
});

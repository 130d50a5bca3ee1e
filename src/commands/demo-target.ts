import type { AttackTokens as Minted, Scene } from '../../fixtures/scene.ts';
import type { ClientSettings, MachineSettings, PersonSettings } from '../../fixtures/settings.ts';
import type { AttackTokens } from '../checks/check.ts';
import type { Vault } from '../secret.ts';
import type { Credential, Expectations, FlowRequest, Target } from '../types.ts';

const PERMISSIONS = ['calculator.add', 'calculator.subtract'];

/** What a person would configure for the world: both flows, both eras, and what the tokens must say. */
export function demoTarget(settings: ClientSettings, vault: Vault): Target {
  const { provider, tenantId, authority, issuer, audience, resource, headers = {} } = settings;
  return {
    name: 'calculator',
    url: settings.url,
    provider,
    ...(tenantId === undefined ? {} : { tenant: tenantId }),
    ...(authority === undefined ? {} : { authority }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
    ...(resource === undefined ? {} : { resource }),
    allowedOrigins: [],
    headers: Object.entries(headers),
    protocol: settings.protocol ?? 'both',
    flows: flowsOf(settings, vault),
    expect: expectationsOf(settings),
    timeoutMs: settings.timeoutMs ?? 15_000,
  };
}

function flowsOf(
  { machine, person, bearer, audience }: ClientSettings,
  vault: Vault,
): readonly FlowRequest[] {
  const aud = audience === undefined ? {} : { aud: [audience] };
  if (bearer !== undefined) {
    return [{ flow: 'bearer', credential: { kind: 'token', token: vault.keep(bearer) }, expect: aud }];
  }
  return [
    ...(machine === undefined ? [] : [machineFlow(machine, aud, vault)]),
    ...(person === undefined ? [] : [personFlow(person, aud, vault)]),
  ];
}

function machineFlow(machine: MachineSettings, aud: object, vault: Vault): FlowRequest {
  const credential = credentialOf(machine, vault);
  return {
    flow: 'client_credentials',
    clientId: machine.clientId,
    ...(credential === undefined ? {} : { credential }),
    ...(machine.scopes === undefined ? {} : { scopes: machine.scopes }),
    expect: machine.expect ?? { ...aud, roles: PERMISSIONS },
  };
}

function credentialOf({ certificate, assertion, clientSecret }: MachineSettings, vault: Vault) {
  if (certificate !== undefined) {
    return { kind: 'certificate', certificate, privateKey: vault.keep(certificate) } satisfies Credential;
  }
  if (assertion !== undefined) {
    const token = vault.keep(assertion);
    return {
      kind: 'assertion',
      source: { from: 'reference', read: () => Promise.resolve(token) },
    } satisfies Credential;
  }
  return clientSecret === undefined ? undefined : secret(clientSecret, vault);
}

function secret(text: string, vault: Vault): Credential {
  return { kind: 'secret', secret: vault.keep(text) };
}

function personFlow(person: PersonSettings, aud: object, vault: Vault): FlowRequest {
  return {
    flow: person.device === true ? 'device_code' : 'authorization_code',
    clientId: person.clientId,
    ...(person.clientSecret === undefined ? {} : { credential: secret(person.clientSecret, vault) }),
    ...(person.scopes === undefined ? {} : { scopes: person.scopes }),
    ...(person.port === undefined ? {} : { port: person.port }),
    expect: person.expect ?? { ...aud, scp: PERMISSIONS },
  };
}

function expectationsOf({ expect = {} }: ClientSettings): Expectations {
  return { tools: expect.tools ?? [], calls: expect.calls ?? [] };
}

/** The tokens that the checks cannot make themselves, minted by the world's authorization server. */
export async function attackTokens(scene: Scene, vault: Vault): Promise<AttackTokens> {
  const { nearAudiences = [], ...single } = await scene.attackTokens();
  return {
    ...kept(single, vault),
    nearAudiences: nearAudiences.map(({ audience, token }) => ({ audience, token: vault.keep(token) })),
  };
}

type Single = Omit<Minted, 'nearAudiences'>;

function kept(tokens: Single, vault: Vault): { readonly [name in keyof Single]?: ReturnType<Vault['keep']> } {
  return Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, vault.keep(token)]));
}

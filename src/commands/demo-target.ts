import type { ClientSettings, World } from '../../fixtures/world.ts';
import type { AttackTokens } from '../checks/check.ts';
import type { Vault } from '../secret.ts';
import type { Target } from '../types.ts';

const PERMISSIONS = ['calculator.add', 'calculator.subtract'];

/** What a person would configure for the world: both flows, both eras, and what the tokens must say. */
export function demoTarget(url: string, authority: string, settings: ClientSettings, vault: Vault): Target {
  const { machine, person } = settings;
  return {
    name: 'calculator',
    url,
    provider: 'entra',
    tenant: settings.tenantId,
    authority,
    audience: settings.audience,
    allowedOrigins: [],
    headers: [],
    protocol: 'both',
    flows: [
      {
        flow: 'client_credentials',
        clientId: machine.clientId,
        credential: { kind: 'secret', secret: vault.keep(machine.clientSecret) },
        ...(machine.scopes === undefined ? {} : { scopes: machine.scopes }),
        expect: { aud: [settings.audience], roles: PERMISSIONS },
      },
      {
        flow: 'authorization_code',
        clientId: person.clientId,
        ...(person.scopes === undefined ? {} : { scopes: person.scopes }),
        expect: { aud: [settings.audience], scp: PERMISSIONS },
      },
    ],
    expect: { tools: [], calls: [] },
    timeoutMs: 15_000,
  };
}

/** The tokens that the checks cannot make themselves, minted by the world's authorization server. */
export async function attackTokens(world: World, vault: Vault): Promise<AttackTokens> {
  const { nearAudiences, ...single } = await world.attackTokens();
  const { wrongAudience, wrongIssuer, expired, notYetValid, withoutAudience } = single;
  return {
    wrongAudience: vault.keep(wrongAudience),
    wrongIssuer: vault.keep(wrongIssuer),
    expired: vault.keep(expired),
    notYetValid: vault.keep(notYetValid),
    withoutAudience: vault.keep(withoutAudience),
    nearAudiences: nearAudiences.map(({ audience, token }) => ({ audience, token: vault.keep(token) })),
  };
}

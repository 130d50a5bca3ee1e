import type { Symptoms } from '../../src/diagnosis/rule.ts';
import type { Discovery, FlowEvidence, Token } from '../../src/types.ts';
import { discovery, flow, symptoms, token, type World } from './symptoms.ts';

/** The names by which the providers of these tests go. */
export const issuers = {
  okta: 'https://dev-1.okta.com/oauth2/default',
  auth0: 'https://contoso.eu.auth0.com/',
  keycloak: 'https://id.example.com/realms/contoso',
  entra: 'https://contoso.b2clogin.com/contoso.onmicrosoft.com/v2.0',
} as const;

/** A run at a provider, whose issuer is pinned and which has no tenant. */
export function at(provider: keyof typeof issuers, world: World = {}): Symptoms {
  const issuer = issuers[provider];
  const given = symptoms({
    ...world,
    profile: provider,
    discovery: world.discovery === undefined ? known(issuer) : world.discovery,
    target: { provider, issuer, audience: 'api://default', ...world.target },
  });
  const { tenant: _none, ...target } = given.evidence.target;
  return { ...given, evidence: { ...given.evidence, target } };
}

/** Everybody says the same of the issuer. */
export function known(issuer: string, changed: Partial<Discovery> = {}, own = issuer): Discovery {
  const { protectedResourceMetadata: published, authorizationServerMetadata: metadata } = discovery();
  return discovery({
    issuer,
    authorizationServers: [issuer],
    protectedResourceMetadata: published && {
      ...published,
      document: {
        ...published.document,
        authorization_servers: [issuer],
        scopes_supported: ['calculator.add'],
      },
    },
    authorizationServerMetadata: metadata && {
      ...metadata,
      document: { issuer: own, scopes_supported: ['openid', 'calculator.subtract'] },
    },
    ...changed,
  });
}

/** Nothing answers but 404 where the metadata of the issuer should be. */
export function lost(issuer: string, named = issuer): Discovery {
  return known(named, {
    issuer,
    authorizationServerMetadata: null,
    authorizationServerTried: [
      { url: `${issuer}/.well-known/openid-configuration`, status: 404, outcome: '404' },
    ],
  });
}

/** A token of a provider, with the claims as it writes them. */
export function tokenOf(
  provider: keyof typeof issuers,
  claims: Token['claims'],
  changed: Partial<Token>,
): Token {
  return token({ iss: issuers[provider], tenant: null, version: null, roles: [], claims, ...changed });
}

/** A flow that got no token. */
export function without(
  changed: Omit<FlowEvidence, 'sessions' | 'request'> & { request?: object },
): FlowEvidence {
  const { tokens: _tokens, token: _token, ...rest } = flow({ sessions: [], ...changed });
  return rest;
}

import type { KnownRule } from '../../known-rule.ts';
import { failedIds, failedSteps, found, quote, quoteAll, readFlows } from '../../look.ts';

export const tokenOfAnotherServer: KnownRule = {
  code: 'token/of-another-server',
  leg: 'token',
  unlessExplained: true,
  checks: ['token/issuer-as-expected', 'token/issuer-is-the-server'],
  about: {
    title: 'The token comes from another authorization server than the endpoint names.',
    cause: 'It was got at another tenant, realm or provider, or the endpoint names the wrong one.',
    fix: 'Get the token at the authorization server that the endpoint names.',
  },
  diagnose: (symptoms) => {
    const { discovery, profile, target } = symptoms.evidence;
    const pinned = target.issuer ?? profile.issuerOf(target);
    const own = discovery?.authorizationServerMetadata?.document.issuer;
    const named = [...(discovery?.authorizationServers ?? []), pinned, own].filter(
      (one) => one !== undefined,
    );
    if (discovery === null || discovery.authorizationServers.length === 0) return [];
    return readFlows(symptoms).flatMap(({ request, token, refused }) => {
      const accepted = named.flatMap((issuer) => profile.acceptedIssuers(ofTenant(issuer, token.tenant)));
      if (token.iss === null || accepted.includes(token.iss)) return [];
      const checks = failedIds(
        symptoms,
        ({ id, flow }) => id.startsWith('token/issuer-') && (flow === undefined || flow === request.flow),
      );
      return [
        found(
          'The token comes from another authorization server than the endpoint names.',
          `iss of the token is ${quote(token.iss)}; the endpoint names ${quoteAll(discovery.authorizationServers)}. A server takes tokens of the issuer alone that it is set to.`,
          `Get the token at ${discovery.authorizationServers[0] ?? 'the authorization server that is named'}. If the token's issuer is the right one, correct authorization_servers of the metadata and OAUTH_ISSUER of the server.`,
          { results: [...checks, ...(refused ? failedSteps(symptoms, request.flow) : [])] },
        ),
      ];
    });
  },
};

/** A name for all tenants stands for the tenant of the token. */
function ofTenant(issuer: string, tenant: string | null): string {
  return tenant === null
    ? issuer
    : issuer.replace(/\/(?:\{tenantid\}|common|organizations)(?=\/)/, `/${tenant}`);
}

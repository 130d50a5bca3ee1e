import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { metadataToServe } from './lines-to-serve.ts';
import { entraNames, tenantOf, weight } from './named-issuers.ts';

const OF_MANY: ReadonlySet<string> = new Set([
  'common',
  'organizations',
  'consumers',
  '{tenantid}',
  '{tenant}',
]);

export const entraIssuerOfMany: KnownRule = {
  code: 'entra/issuer-of-many-tenants',
  leg: 'discovery',
  checks: ['discovery/issuer-is-exact'],
  explains: ['issuer/mismatch', 'token/of-another-server'],
  about: {
    title: 'The endpoint names common, organizations or a template in place of its tenant.',
    cause:
      'The metadata there has the issuer …/{tenantid}/v2.0, which no client finds equal to what was named.',
    fix: 'Name the tenant by its Directory (tenant) ID.',
  },
  diagnose: (symptoms) => {
    const wrong = entraNames(symptoms).find(({ tenant }) => OF_MANY.has(tenant.toLowerCase()));
    if (wrong === undefined) return [];
    const { named, origin, tenant } = wrong;
    const right = `${origin}/${tenantOf(symptoms) ?? '<Directory (tenant) ID>'}/v2.0`;
    const isTemplate = tenant.startsWith('{');
    return [
      found(
        `The endpoint names ${isTemplate ? 'a template' : quote(tenant)} in place of its own tenant, and clients refuse that.`,
        isTemplate
          ? `authorization_servers has ${quote(named)}, with the placeholder never filled in; this run's tenant is at ${quote(right)}.`
          : `authorization_servers has ${quote(named)}; its metadata calls itself ${quote(`${origin}/{tenantid}/v2.0`)}, with the braces. Clients compare the two (RFC 8414 §3.3); tokens name their tenant and never ${tenant}.`,
        'Name the tenant by its Directory (tenant) ID (Overview in the Entra admin center); a server for several tenants lists each of them:',
        { ...weight(symptoms), paste: [metadataToServe(symptoms, right)] },
      ),
    ];
  },
};

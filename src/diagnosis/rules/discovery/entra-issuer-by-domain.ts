import { isGuid } from '../../../text/guid.ts';
import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { metadataToServe } from './lines-to-serve.ts';
import { entraNames, tenantOf, weight } from './named-issuers.ts';

export const entraIssuerByDomain: KnownRule = {
  code: 'entra/issuer-by-domain',
  leg: 'discovery',
  checks: ['discovery/issuer-is-exact'],
  explains: ['issuer/mismatch', 'token/of-another-server'],
  about: {
    title: 'The endpoint names its tenant by domain, and Entra ID answers with the id.',
    cause: 'Whatever name was asked for, the metadata and the tokens carry the Directory (tenant) ID.',
    fix: 'Name the tenant by its Directory (tenant) ID.',
  },
  diagnose: (symptoms) => {
    const wrong = entraNames(symptoms).find(({ tenant }) => tenant.includes('.') && !isGuid(tenant));
    if (wrong === undefined) return [];
    const { named, origin } = wrong;
    const right = `${origin}/${tenantOf(symptoms) ?? '<Directory (tenant) ID>'}/v2.0`;
    return [
      found(
        'The endpoint names its tenant by domain, and Entra ID answers with the id: clients find two names.',
        `authorization_servers has ${quote(named)}; the metadata and the tokens have the issuer ${quote(right)}. Clients compare the two character for character (RFC 8414 §3.3).`,
        'Name the tenant by its Directory (tenant) ID (Overview in the Entra admin center):',
        { ...weight(symptoms), paste: [metadataToServe(symptoms, right)] },
      ),
    ];
  },
};

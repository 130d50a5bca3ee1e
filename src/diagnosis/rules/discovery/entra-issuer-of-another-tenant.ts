import { isGuid } from '../../../text/guid.ts';
import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { metadataToServe } from './lines-to-serve.ts';
import { entraNames, tenantOf, weight } from './named-issuers.ts';

export const entraIssuerOfAnotherTenant: KnownRule = {
  code: 'entra/issuer-of-another-tenant',
  leg: 'discovery',
  checks: ['discovery/issuer-is-exact'],
  explains: ['issuer/mismatch', 'issuer/not-pinned', 'token/of-another-server'],
  about: {
    title: 'The endpoint sends clients to another tenant than this run means.',
    cause: 'The server was set up with the tenant of another environment, or --tenant is wrong here.',
    fix: 'Give server and client the same Directory (tenant) ID.',
  },
  diagnose: (symptoms) => {
    const tenant = tenantOf(symptoms)?.toLowerCase();
    const guids = entraNames(symptoms).filter((one) => isGuid(one.tenant));
    const wrong = guids.find((one) => one.tenant.toLowerCase() !== tenant);
    const isListed = guids.some((one) => one.tenant.toLowerCase() === tenant);
    if (wrong === undefined || tenant === undefined || isListed) return [];
    const right = `${wrong.origin}/${tenant}/v2.0`;
    return [
      found(
        'The endpoint sends clients to another tenant than the one that this run means.',
        `authorization_servers has ${quote(wrong.named)}, the tenant ${wrong.tenant}; this run's tenant is ${tenant}. People who follow the endpoint sign in at the former, where client and API are not known.`,
        `If ${tenant} is right (Overview: Directory (tenant) ID), set OAUTH_ISSUER of the server and its metadata as below; if the endpoint is, run with --tenant ${wrong.tenant}:`,
        {
          ...weight(symptoms),
          paste: [{ where: 'server', text: `OAUTH_ISSUER=${right}` }, metadataToServe(symptoms, right)],
        },
      ),
    ];
  },
};

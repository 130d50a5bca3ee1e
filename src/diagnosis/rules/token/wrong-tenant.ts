import { isGuid } from '../../../text/guid.ts';
import type { KnownRule } from '../../known-rule.ts';
import { found, quote, readFlows } from '../../look.ts';
import { explainedBy } from './explained-by.ts';

export const wrongTenant: KnownRule = {
  code: 'entra/wrong-tenant',
  leg: 'token',
  explains: ['token/of-another-server'],
  about: {
    title: 'The token comes from another tenant.',
    cause: "A guest's home tenant, a cached sign-in or /common.",
    fix: 'Sign in at the tenant of the API.',
  },
  diagnose: (symptoms) =>
    readFlows(symptoms).flatMap(({ request, token }) => {
      const { tenant, authority = 'https://login.microsoftonline.com' } = symptoms.evidence.target;
      if (tenant === undefined || token.tenant === null || !isGuid(tenant)) return [];
      if (token.tenant.toLowerCase() === tenant.toLowerCase()) return [];
      const person = token.appOnly === false;
      return [
        found(
          'The token comes from another tenant.',
          `tid is ${quote(token.tenant)}; the target's tenant is ${quote(tenant)}. ${person ? "A guest's home tenant, a cached sign-in or /common bring such a token." : 'The client asked at the token endpoint of that tenant.'}`,
          person
            ? `Sign in at ${authority}/${tenant}, with an account of that tenant.`
            : `Ask at ${authority}/${tenant}/oauth2/v2.0/token, with a client of that tenant.`,
          {
            paste: [{ where: 'client', text: `TENANT_ID=${tenant}` }],
            look: 'The id of each tenant: Overview > Directory (tenant) ID.',
            results: explainedBy(symptoms, request),
          },
        ),
      ];
    }),
};

import type { KnownRule } from '../known-rule.ts';
import { failedSteps, found, isGuid, quote, readFlows } from '../look.ts';

export const wrongTenant: KnownRule = {
  code: 'entra/wrong-tenant',
  leg: 'token',
  about: {
    title: 'The token comes from another tenant.',
    cause: "A guest's home tenant, a cached sign-in or /common.",
    fix: 'Sign in at the tenant of the API.',
  },
  diagnose: (symptoms) =>
    readFlows(symptoms).flatMap(({ request, token }) => {
      const { tenant } = symptoms.evidence.target;
      if (tenant === undefined || token.tenant === null || !isGuid(tenant)) return [];
      if (token.tenant.toLowerCase() === tenant.toLowerCase()) return [];
      return [
        found(
          'The token comes from another tenant.',
          `tid is ${quote(token.tenant)}; the target's tenant is ${quote(tenant)}. A guest's home tenant, a cached sign-in or /common bring such a token.`,
          `Sign in at https://login.microsoftonline.com/${tenant}, with an account of that tenant.`,
          { results: failedSteps(symptoms, request.flow) },
        ),
      ];
    }),
};

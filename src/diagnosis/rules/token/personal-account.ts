import type { KnownRule } from '../../known-rule.ts';
import { fill, found, quote, readFlows } from '../../look.ts';
import { explainedBy } from './explained-by.ts';

/** The tenant of all personal Microsoft accounts. */
export const PERSONAL = '9188040d-6c67-4c5b-b112-36a304b66dad';

export const personalAccount: KnownRule = {
  code: 'entra/personal-account',
  leg: 'token',
  explains: ['entra/wrong-tenant', 'token/of-another-server'],
  about: {
    title: 'Somebody signed in with a personal Microsoft account.',
    cause: 'Its tokens come from the tenant of all personal accounts.',
    fix: 'Sign in at your own tenant, with a work or school account.',
  },
  diagnose: (symptoms) =>
    readFlows(symptoms).flatMap(({ request, token, refused }) => {
      if (token.tenant !== PERSONAL) return [];
      const { tenant } = symptoms.evidence.target;
      const wrong = refused || (tenant !== undefined && tenant !== PERSONAL && tenant !== 'consumers');
      return [
        found(
          'Somebody signed in with a personal Microsoft account, not with one of the tenant.',
          `tid is ${quote(PERSONAL)}, the tenant of all personal accounts${tenant === undefined ? '' : `; the target's tenant is ${quote(tenant)}`}. A sign-in by way of /common or /consumers brings such a token.`,
          fill(
            'Sign in by way of the tenant (--tenant {tenant}), with a work or school account. App registrations > the API {audience} > Authentication > Supported account types decides whose accounts may come.',
            symptoms,
            request,
          ),
          { severity: wrong ? 'error' : 'warning', results: explainedBy(symptoms, request) },
        ),
      ];
    }),
};

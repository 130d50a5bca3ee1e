import type { KnownRule } from '../../known-rule.ts';
import { quote } from '../../look.ts';
import { issuerInUse } from './in-use.ts';
import { notThere } from './not-there.ts';

const FIX =
  'Azure AD B2C > User flows (or Identity Experience Framework): take the name of the policy, B2C_1_…, and put it behind the tenant: https://TENANT.b2clogin.com/TENANT.onmicrosoft.com/POLICY/v2.0/.';

export const b2cPolicyMissing: KnownRule = {
  code: 'b2c/policy-missing',
  leg: 'discovery',
  explains: ['discovery/authorization-server-metadata', 'entra/issuer-by-domain'],
  about: {
    title: 'The issuer names no policy, and at Azure AD B2C every user flow is a server of its own.',
    cause: 'Metadata and endpoints lie below https://TENANT.b2clogin.com/TENANT.onmicrosoft.com/POLICY.',
    fix: FIX,
  },
  diagnose: (symptoms) => {
    const issuer = issuerInUse(symptoms);
    if (issuer === undefined || !issuer.hostname.endsWith('.b2clogin.com')) return [];
    if (/\/b2c_1a?_/i.test(issuer.pathname)) return [];
    return notThere(symptoms, ({ href }) => ({
      summary: 'The issuer names no policy, and at Azure AD B2C every user flow is a server of its own.',
      cause: `The issuer is ${quote(href)}; a policy begins with B2C_1_.`,
      fix: FIX,
    }));
  },
};

import { describe, expect, it } from 'vitest';
import { issuerMatches, profileNamed } from '../../../src/profiles/index.ts';
import { API, TENANT } from '../support.ts';

const entra = profileNamed('entra');
const host = 'https://login.microsoftonline.com';
const ISSUER = `${host}/${TENANT}/v2.0`;
const customers = (name: string, tenant: string) => `https://${name}.ciamlogin.com/${tenant}/v2.0`;
const b2c = (path: string) => `https://contoso.b2clogin.com/${path}/v2.0/`;

describe('taken for the pinned issuer', () => {
  it.each([
    ['the same', ISSUER, ISSUER, true],
    ['a domain for the GUID', `${host}/contoso.com/v2.0`, ISSUER, true],
    ['organizations for the template', `${host}/organizations/v2.0`, `${host}/{tenantid}/v2.0`, true],
    ['organizations for a tenant', `${host}/organizations/v2.0`, ISSUER, false],
    ['another GUID', `${host}/${API}/v2.0`, ISSUER, false],
    ['the GUID of another host', 'https://login.microsoftonline.us/contoso.com/v2.0', ISSUER, false],
    ['a slash more', `${ISSUER}/`, ISSUER, false],
    ['the v1 issuer', ISSUER, `https://sts.windows.net/${TENANT}/`, false],
    ['customers by name', customers('contoso', TENANT), customers(TENANT, TENANT), true],
    ['customers by GUID', customers(TENANT, TENANT), customers('contoso', TENANT), true],
    ['customers by domain', customers('contoso', 'contoso.onmicrosoft.com'), customers(TENANT, TENANT), true],
    [
      'customers by domain, on the same host',
      customers('contoso', 'contoso.com'),
      customers('contoso', TENANT),
      true,
    ],
    ['customers of another name', customers('contoso', 'contoso.com'), customers('evil', TENANT), false],
    ['another tenant’s customers', customers('contoso', TENANT), customers(API, API), false],
    ['another tenant on the host of ours', customers('contoso', TENANT), customers('contoso', API), false],
    ['a tenant that is no customers’', customers('contoso', TENANT), ISSUER, false],
    ['a tenant for customers', ISSUER, customers(TENANT, TENANT), false],
    ['B2C under its policy', b2c('contoso.onmicrosoft.com/B2C_1_signin'), b2c(TENANT), true],
    ['B2C by GUID', b2c(`${TENANT}/B2C_1_signin`), b2c(TENANT), true],
    ['B2C with the policy', b2c(`${TENANT}/B2C_1_SignIn`), b2c(`tfp/${TENANT}/b2c_1_signin`), true],
    ['B2C with another policy', b2c(`${TENANT}/B2C_1_signin`), b2c(`tfp/${TENANT}/B2C_1_admin`), false],
    ['B2C of another tenant', b2c(`${TENANT}/B2C_1_signin`), b2c(API), false],
    [
      'B2C on another host',
      b2c(`${TENANT}/B2C_1_signin`),
      `https://evil.b2clogin.com/${TENANT}/v2.0/`,
      false,
    ],
    ['a policy elsewhere', `${host}/${TENANT}/B2C_1_signin/v2.0`, ISSUER, false],
  ])('%s', (_name, pinned, found, matches) => {
    expect(issuerMatches(entra, pinned, found)).toBe(matches);
  });
});

import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../../src/profiles/index.ts';
import { TENANT, targetOf } from '../support.ts';

const entra = profileNamed('entra');
const ISSUER = `https://login.microsoftonline.com/${TENANT}/v2.0`;
const CUSTOMERS = `https://${TENANT}.ciamlogin.com/${TENANT}/v2.0`;
const B2C = 'https://contoso.b2clogin.com';

describe('the issuer', () => {
  it.each([
    [{ tenant: TENANT }, ISSUER],
    [{ tenant: TENANT, authority: 'https://localhost:1234' }, `https://localhost:1234/${TENANT}/v2.0`],
    [
      { tenant: TENANT, authority: 'https://login.microsoftonline.us/' },
      `https://login.microsoftonline.us/${TENANT}/v2.0`,
    ],
    [{ tenant: TENANT, authority: 'https://login.windows.net' }, ISSUER],
    [
      { tenant: TENANT, authority: 'https://login.chinacloudapi.cn/' },
      `https://login.partner.microsoftonline.cn/${TENANT}/v2.0`,
    ],
    [
      { tenant: TENANT, authority: 'https://login.sovcloud-identity.de' },
      `https://login.sovcloud-identity.de/${TENANT}/v2.0`,
    ],
    [{ tenant: TENANT, authority: 'https://contoso.ciamlogin.com' }, CUSTOMERS],
    [{ tenant: TENANT, authority: `https://${TENANT}.ciamlogin.com` }, CUSTOMERS],
    [{ authority: `https://${TENANT}.ciamlogin.com` }, CUSTOMERS],
    [
      { authority: 'https://contoso.ciamlogin.com' },
      'https://contoso.ciamlogin.com/contoso.onmicrosoft.com/v2.0',
    ],
    [
      { tenant: 'contoso.com', authority: 'https://contoso.ciamlogin.com' },
      'https://contoso.ciamlogin.com/contoso.com/v2.0',
    ],
    [{ tenant: TENANT, authority: B2C }, `${B2C}/${TENANT}/v2.0/`],
    [{ tenant: TENANT, issuer: 'https://pinned.example' }, 'https://pinned.example'],
    [{ authority: 'https://login.microsoftonline.us' }, undefined],
    [{}, undefined],
  ])('that %j pins is %s', (settings, issuer) => {
    expect(entra.issuerOf(targetOf(settings))).toBe(issuer);
  });
});

describe('the metadata', () => {
  it.each([
    [ISSUER, [`${ISSUER}/.well-known/openid-configuration`]],
    [CUSTOMERS, [`${CUSTOMERS}/.well-known/openid-configuration`]],
    [
      `${B2C}/contoso.onmicrosoft.com/B2C_1_signin/v2.0/`,
      [`${B2C}/contoso.onmicrosoft.com/B2C_1_signin/v2.0/.well-known/openid-configuration`],
    ],
    [
      `${B2C}/tfp/${TENANT}/B2C_1_signin/v2.0/`,
      [
        `${B2C}/tfp/${TENANT}/B2C_1_signin/v2.0/.well-known/openid-configuration`,
        `${B2C}/${TENANT}/B2C_1_signin/v2.0/.well-known/openid-configuration`,
      ],
    ],
  ])('of %s lies here', (issuer, urls) => {
    expect(entra.metadataUrls(issuer)).toEqual(urls);
  });
});

describe('the endpoints', () => {
  it.each([
    [`https://sts.windows.net/${TENANT}/`, ['https://login.microsoftonline.com']],
    [`https://sts.chinacloudapi.cn/${TENANT}/`, ['https://login.partner.microsoftonline.cn']],
    [ISSUER, []],
    ['https://sts.example.com/x/', []],
  ])('of %s may also live at %j', (issuer, origins) => {
    expect(entra.origins(issuer)).toEqual(origins);
  });
});

describe('tokens', () => {
  const at = (host: string) => `https://${host}/${TENANT}/v2.0`;
  const v1 = (host: string) => `https://${host}/${TENANT}/`;
  it.each([
    [ISSUER, [ISSUER, v1('sts.windows.net')]],
    [
      at('login.microsoftonline.us'),
      [at('login.microsoftonline.us'), v1('sts.windows.net'), v1('login.microsoftonline.us')],
    ],
    [
      at('login.partner.microsoftonline.cn'),
      [at('login.partner.microsoftonline.cn'), v1('sts.chinacloudapi.cn')],
    ],
    [at('login.sovcloud-identity.fr'), [at('login.sovcloud-identity.fr')]],
    [at('localhost:1234'), [at('localhost:1234'), v1('sts.windows.net')]],
    [CUSTOMERS, [CUSTOMERS, v1('sts.windows.net')]],
    [at('contoso.ciamlogin.com'), [at('contoso.ciamlogin.com'), CUSTOMERS, v1('sts.windows.net')]],
    [`${B2C}/${TENANT}/v2.0/`, [`${B2C}/${TENANT}/v2.0/`]],
    [
      `${B2C}/${TENANT}/B2C_1_signin/v2.0/`,
      [
        `${B2C}/${TENANT}/B2C_1_signin/v2.0/`,
        `${B2C}/${TENANT}/v2.0/`,
        `${B2C}/tfp/${TENANT}/B2C_1_signin/v2.0/`,
      ],
    ],
    ['https://sts.windows.net/x/', ['https://sts.windows.net/x/']],
  ])('of %s name one of these issuers', (issuer, accepted) => {
    expect(entra.acceptedIssuers(issuer)).toEqual(accepted);
  });

  it.each([
    [ISSUER, 'api://AzureADTokenExchange'],
    [at('login.microsoftonline.us'), 'api://AzureADTokenExchangeUSGov'],
    [at('login.partner.microsoftonline.cn'), 'api://AzureADTokenExchangeChina'],
    [at('login.sovcloud-identity.fr'), 'api://AzureADTokenExchangeFrance'],
    [at('login.sovcloud-identity.de'), 'api://AzureADTokenExchangeGermany'],
    [at('login.sovcloud-identity.sg'), undefined],
    [CUSTOMERS, 'api://AzureADTokenExchange'],
    [at('localhost:1234'), 'api://AzureADTokenExchange'],
  ])('that federate with %s are for %s', (issuer, audience) => {
    expect(entra.federatedAudience(issuer)).toBe(audience);
  });
});

import { describe, expect, it } from 'vitest';
import { findingOf, OTHER, textOf } from './provider-refusals.ts';
import { API, CLIENT, discovery, URL_OF_ENDPOINT } from './symptoms.ts';

const code = (scopes: readonly string[]) => ({ flow: 'authorization_code', scopes }) as const;
const ADD = `api://${API}/calculator.add`;

describe('AADSTS500011', () => {
  const words = (name: string) =>
    `The resource principal named ${name} was not found in the tenant named Contoso. This can happen.`;

  it('with the API that the endpoint names too: its App ID URI is not set', () => {
    const finding = findingOf({ aadsts: 500011, words: words(`api://${API}`) });
    expect(finding).toMatchObject({
      summary: `No API of this tenant is called api://${API}.`,
      confidence: 'likely',
    });
    expect(finding.decide).toContain(`az ad app show --id ${API} --query identifierUris`);
    expect(finding.paste?.[0]?.text).toContain('identifierUris');
    expect(textOf(finding)).toContain('enterprise application');
  });

  it('with another API than the endpoint names: the audience is wrong', () => {
    const finding = findingOf({
      aadsts: 500011,
      words: words('api://calculater'),
      target: { audience: 'api://calculater' },
    });
    expect(finding.cause).toContain(`begin with "api://${API}"`);
    expect(finding.fix).toContain('an endpoint can name any');
    expect(finding.paste).toBeUndefined();
  });
});

describe('AADSTS650053', () => {
  const words = (scope: string, where: string) =>
    `The application 'x' asked for scope '${scope}' that doesn't exist on the resource '${where}'. Contact the app vendor.`;

  it('at Microsoft Graph is a short name', () => {
    const finding = findingOf({
      aadsts: 650053,
      words: words('calculator.add', '00000003-0000-0000-c000-000000000000'),
      request: code(['calculator.add']),
    });
    expect(finding.summary).toContain('Microsoft Graph');
    expect(finding.paste).toEqual([{ where: 'client', text: `CUSTOM_SCOPES=${ADD}` }]);
  });

  it('at the API, and announced by the endpoint, is missing at Expose an API', () => {
    const finding = findingOf({
      aadsts: 650053,
      words: words('calculator.add', API),
      request: code([ADD]),
    });
    expect(finding.fix).toContain(
      `App registrations > ${API} > Expose an API > Add a scope: add calculator.add`,
    );
  });

  it('at the API, and announced by nobody, is a wrong setting', () => {
    const finding = findingOf({
      aadsts: 650053,
      words: words('calculator.divide', API),
      request: code([`api://${API}/calculator.divide`]),
    });
    expect(finding.cause).toContain('does not announce it');
    expect(finding.fix).toContain('--scope');
  });
});

it('AADSTS650057 adds the scopes that were asked for to the API permissions', () => {
  const finding = findingOf({ aadsts: 650057, request: code([ADD, 'offline_access']) });
  const lines = finding.paste?.map(({ text }) => text) ?? [];
  expect(lines[0]).toContain(`az ad app permission add --id ${CLIENT} --api ${API}`);
  expect(lines[1]).toBe(`az ad app permission admin-consent --id ${CLIENT}`);
});

it('AADSTS28000 names the API that is too much', () => {
  const finding = findingOf({
    aadsts: 28000,
    request: code([ADD, `api://${OTHER}/other.read`, 'offline_access']),
  });
  expect(finding.fix).toContain(`Leave the scopes of api://${OTHER} away`);
  expect(finding.paste).toEqual([{ where: 'client', text: `CUSTOM_SCOPES="${ADD} offline_access"` }]);
});

it('AADSTS70011 with /.default among names says so', () => {
  const finding = findingOf({ aadsts: 70011, request: code([ADD, `api://${API}/.default`]) });
  expect(finding.summary).toContain('/.default and for a scope by its name');
});

it('AADSTS1002012 and AADSTS90009 give the scope to ask for', () => {
  expect(findingOf({ aadsts: 1002012, request: { scopes: [ADD] } }).paste?.[0]?.text).toBe(
    `CUSTOM_SCOPES=api://${API}/.default`,
  );
  const own = findingOf({ aadsts: 90009, request: { flow: 'refresh_token', clientId: API } });
  expect(own.summary).toContain('the refresh did not name the API by its id');
  expect(own.paste?.[0]?.text).toBe(`CUSTOM_SCOPES=${API}/.default`);
});

describe('AADSTS9010010', () => {
  it.each([
    [`api://${API}/`, 'by a slash'],
    [URL_OF_ENDPOINT, 'is not the App ID URI'],
    [`api://${API}`, 'does not take it all the same'],
  ])('resource %s %s', (resource, says) => {
    const finding = findingOf({ aadsts: 9010010, target: { resource }, request: code([ADD]) });
    expect(finding.summary).toContain(says);
    expect(finding.cause).toContain(`"${resource}"`);
    expect(finding.cause).toContain(`"api://${API}"`);
  });

  it('leaves it away, or makes both equal', () => {
    const target = { resource: URL_OF_ENDPOINT };
    const finding = findingOf({ aadsts: 9010010, target, request: code([ADD]), discovery: discovery() });
    expect(finding.paste?.map(({ where }) => where)).toEqual(['client', 'shell']);
    expect(finding.paste?.[0]?.text).toBe('--no-resource');
  });
});

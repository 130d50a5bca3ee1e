import { describe, expect, it } from 'vitest';
import { findingOf, textOf } from './provider-refusals.ts';
import { API, CLIENT, TENANT } from './symptoms.ts';

describe('AADSTS700016 is told by the ids of the settings', () => {
  it('the tenant id as client id', () => {
    const finding = findingOf({ aadsts: 700016, request: { clientId: TENANT } });
    expect(finding).toMatchObject({
      summary: 'The tenant id was given as client id.',
      confidence: 'certain',
    });
  });

  it('the API of another tenant as client', () => {
    expect(findingOf({ aadsts: 700016, request: { clientId: API } }).summary).toContain(
      'client id of the API',
    );
  });

  it('another client works, so only the id can be wrong', () => {
    const finding = findingOf({ aadsts: 700016, otherWorks: true });
    expect(finding.confidence).toBe('likely');
    expect(finding.cause).toContain('tenant and cloud are right');
    expect(finding.paste?.[0]?.text).toContain(`az ad app show --id ${CLIENT} --query appId`);
  });

  it('nothing works: id, tenant or cloud', () => {
    const finding = findingOf({ aadsts: 700016 });
    expect(finding.confidence).toBe('possible');
    expect(finding.alternatives).toHaveLength(3);
    expect(textOf(finding)).toContain(TENANT);
  });
});

it.each([
  [7000112, `az ad sp update --id ${CLIENT} --set accountEnabled=true`],
  [7000229, `az ad sp create --id ${CLIENT}`],
  [7000222, `az ad app credential reset --id ${CLIENT}`],
])('AADSTS%d can be mended from a shell', (aadsts, line) => {
  const finding = findingOf({ aadsts });
  expect(finding.paste?.[0]).toMatchObject({ where: 'shell', text: expect.stringContaining(line) });
  expect(finding.fix).toContain(CLIENT);
});

it('AADSTS900144 says which setting is missing', () => {
  const words = "The request body must contain the following parameter: 'scope'.";
  expect(findingOf({ aadsts: 900144, words }).summary).toContain('OAUTH_AUDIENCE');
});

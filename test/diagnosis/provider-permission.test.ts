import { expect, it } from 'vitest';
import { findingOf, textOf } from './provider-refusals.ts';
import { API, CLIENT, TENANT, URL_OF_ENDPOINT } from './symptoms.ts';

const code = { flow: 'authorization_code' } as const;
const refresh = { flow: 'refresh_token' } as const;

it.each([
  [65001, refresh, 'the sign-in went well, and the refresh does not'],
  [65004, code, 'pressed Cancel'],
  [90094, code, 'an administrator must'],
])('AADSTS%d is mended by admin consent', (aadsts, request, says) => {
  const finding = findingOf({ aadsts, request });
  expect(finding.summary).toContain(says);
  expect(finding.paste?.[0]?.text).toBe(`az ad app permission admin-consent --id ${CLIENT}`);
});

it('AADSTS90094 may also be a consent that is asked for twice', () => {
  const finding = findingOf({ aadsts: 90094, request: code });
  expect(finding.alternatives?.[0]).toContain('prompt=consent');
  expect(finding.decide).toContain('green tick');
});

it('AADSTS50105 names the person and the application', () => {
  const words = `Your administrator has configured the application Calculator ('${API}') to block users. The signed in user 'ada@contoso.com' is blocked.`;
  const finding = findingOf({ aadsts: 50105, words, request: code });
  expect(finding.summary).toContain('ada@contoso.com');
  expect(finding.cause).toContain(`${API} (the API)`);
  expect(finding.fix).toContain(`Enterprise applications > ${API} > Users and groups`);
});

it('AADSTS501051 assigns the roles that are expected', () => {
  const request = { expect: { roles: ['Calculator.Add.All'] } };
  const finding = findingOf({ aadsts: 501051, request });
  expect(finding.fix).toContain('Calculator.Add.All');
  expect(finding.paste?.[0]?.text).toContain('appRoleAssignments');
});

it('AADSTS53003 is another policy for machines than for people', () => {
  expect(findingOf({ aadsts: 53003 }).summary).toContain('workload identities');
  const person = findingOf({ aadsts: 53003, request: code });
  expect(person.summary).toContain('keeps the person out');
  expect(person.decide).toContain('Conditional Access');
});

it.each([
  [50076, 'second factor'],
  [50173, 'were revoked'],
  [700082, 'has expired'],
])('AADSTS%d is mended by signing in again', (aadsts, says) => {
  const finding = findingOf({ aadsts, request: refresh });
  expect(finding.summary).toContain(says);
  expect(finding.paste?.[0]?.text).toBe(
    `mcp-authcheck login ${URL_OF_ENDPOINT} --tenant ${TENANT} --client-id ${CLIENT}`,
  );
});

it('AADSTS90055 says how long to wait, before what is said of rate limits at large', () => {
  const finding = findingOf({ aadsts: 90055, code: 'rate_limited' });
  expect(finding.code).toBe('entra/aadsts-90055');
  expect(textOf(finding)).toContain('too many tokens');
});

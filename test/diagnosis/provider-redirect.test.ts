import { expect, it } from 'vitest';
import { Secret } from '../../src/secret.ts';
import { findingOf, textOf } from './provider-refusals.ts';
import { CLIENT } from './symptoms.ts';

const code = { flow: 'authorization_code' } as const;
const device = { flow: 'device_code' } as const;

it('AADSTS50011 names what was sent, and what to register without its port', () => {
  const words =
    "The redirect URI 'http://localhost:43125/callback' specified in the request does not match the redirect URIs configured for the application.";
  const finding = findingOf({ aadsts: 50011, words, request: code });
  expect(finding.summary).toBe(
    'The redirect URI http://localhost/callback is not registered for the client.',
  );
  expect(finding.cause).toContain('"http://localhost:43125/callback"');
  expect(finding.confidence).toBe('certain');
  expect(finding.paste?.[0]?.text).toContain(`appId='${CLIENT}'`);
  expect(finding.paste?.[0]?.text).toContain('http://localhost/callback');
});

it('AADSTS50011 without the sentence names the redirect URI of this program', () => {
  expect(findingOf({ aadsts: 50011, request: code }).summary).toContain('http://localhost/callback');
});

it('AADSTS900971: none at all', () => {
  expect(findingOf({ aadsts: 900971, request: code }).fix).toContain('Add a platform');
});

it('AADSTS7000218 is the platform Web after a sign-in, and the switch with a device code', () => {
  const web = findingOf({ aadsts: 7000218, request: code });
  expect(web.summary).toContain('platform "Web"');
  expect(web.paste?.[0]).toEqual({
    where: 'manifest',
    text: '"publicClient": { "redirectUris": ["http://localhost/callback"] }',
  });
  const off = findingOf({ aadsts: 7000218, request: device });
  expect(off.summary).toContain('device code flow is switched off');
  expect(off.paste?.[0]?.text).toBe(`az ad app update --id ${CLIENT} --is-fallback-public-client true`);
});

it('AADSTS9002327 is the platform Single-page application', () => {
  expect(findingOf({ aadsts: 9002327, request: code }).fix).toContain('from "Single-page application"');
});

it('AADSTS700025 is a secret that has to go', () => {
  const credential = { kind: 'secret', secret: new Secret('s') } as const;
  const finding = findingOf({ aadsts: 700025, request: { ...code, credential } });
  expect(finding.paste?.[0]?.text).toContain('unset CLIENT_SECRET');
  expect(textOf(findingOf({ aadsts: 700025, request: { ...device, credential } }))).toContain('device code');
});

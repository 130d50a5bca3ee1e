import { describe, expect, it } from 'vitest';
import { fitOf } from '../../src/commands/decode-fit.ts';
import { profileNamed } from '../../src/profiles/index.ts';
import type { Discovery, Target, Token } from '../../src/types.ts';
import { API, at, discovery, ISSUER, person, symptoms, TENANT, token } from '../diagnosis/symptoms.ts';

const NOW = Date.parse('2026-11-23T09:00:00.000Z');
const { audience: _audience, ...bare } = symptoms().evidence.target;
const endpoint = (changed: Partial<Discovery> = {}, target: Partial<Target> = {}, profile = 'entra') => ({
  target: { ...bare, ...target },
  discovery: discovery(changed),
  profile: profileNamed(profile),
});
const verdicts = (mine: Token, theirs = endpoint()): Readonly<Record<string, string>> =>
  Object.fromEntries(
    fitOf(mine, theirs, NOW).results.map(({ id, verdict }) => [id.replace('token/', ''), verdict]),
  );

describe('a token beside what an endpoint advertises', () => {
  it('fits in everything', () => {
    expect(verdicts(person())).toEqual({
      'audience-as-expected': 'pass',
      'issuer-is-the-server': 'pass',
      'signature-verifies': 'pass',
      'not-expired': 'pass',
      'scopes-as-expected': 'pass',
    });
  });

  it.each([
    ['the client id of another API', person({ aud: ['other'] }), 'audience-as-expected', 'fail'],
    ['the App ID URI of version 1', person({ aud: [`api://${API}`] }), 'audience-as-expected', 'pass'],
    ['another issuer', person({ iss: 'https://issuer.example' }), 'issuer-is-the-server', 'fail'],
    ['no issuer', person({ iss: null }), 'issuer-is-the-server', 'fail'],
    [
      'the issuer of version 1',
      person({ iss: `https://sts.windows.net/${TENANT}/` }),
      'issuer-is-the-server',
      'warn',
    ],
    ['a wrong signature', person({ signature: 'invalid' }), 'signature-verifies', 'fail'],
    ['a signature that was not judged', person({ signature: 'unverified' }), 'signature-verifies', 'skip'],
    ['no time left', person({ expiresAt: at(-1) }), 'not-expired', 'fail'],
    ['its time to come', person({ notBefore: at(5) }), 'not-expired', 'fail'],
    ['no end', person({ expiresAt: null }), 'not-expired', 'warn'],
    ['none of the scopes', person({ scp: ['user_impersonation'] }), 'scopes-as-expected', 'fail'],
    ['no role', token({ roles: [] }), 'roles-as-expected', 'fail'],
    ['the role', token({ roles: ['calculator.add'] }), 'roles-as-expected', 'pass'],
    ['a role by another name', token({ roles: ['Calculator.Add.All'] }), 'roles-as-expected', 'skip'],
  ])('with %s', (_, mine, id, verdict) => {
    expect(verdicts(mine)).toMatchObject({ [id]: verdict });
  });

  it('has a part of the scopes: that may do', () => {
    const challenge = {
      scheme: 'Bearer',
      parameters: { scope: `api://${API}/calculator.add api://${API}/calculator.subtract` },
    };
    const { results, expect: wanted } = fitOf(person(), endpoint({ challenge }), NOW);
    expect(results.at(-1)?.verdict).toBe('warn');
    expect(results.at(-1)?.message).toContain('missing is "api://');
    expect(wanted.scp).toBeUndefined();
  });

  it('is compared with the audience that the user names before everything else', () => {
    expect(verdicts(person(), endpoint({}, { audience: 'other' }))).toMatchObject({
      'audience-as-expected': 'fail',
    });
  });

  it.each([
    ['generic', 'https://calculator.example.com/mcp', 'pass'],
    ['generic', 'elsewhere', 'fail'],
    ['okta', 'api://default', 'skip'],
  ])('at the provider %s its audience %s: %s', (profile, aud, verdict) => {
    expect(verdicts(person({ aud: [aud] }), endpoint({}, {}, profile))).toMatchObject({
      'audience-as-expected': verdict,
    });
  });

  it('of any tenant fits an endpoint for all', () => {
    const authorizationServers = ['https://login.microsoftonline.com/organizations/v2.0'];
    const theirs = endpoint({
      authorizationServers,
      issuer: authorizationServers[0] ?? null,
      authorizationServerMetadata: null,
    });
    expect(verdicts(person({ iss: ISSUER }), theirs)['issuer-is-the-server']).toBe('warn');
  });

  it('cannot be compared when only the server can read it', () => {
    const { results } = fitOf(token({ format: 'opaque', claims: null }), endpoint(), NOW);
    expect(results.map(({ verdict, message }) => [verdict, message])).toEqual([
      ['skip', 'The token is opaque: only the server can tell what it is for.'],
    ]);
  });
});

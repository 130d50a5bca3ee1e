import { describe, expect, it } from 'vitest';
import { judgeCallback } from '../../src/flows/callback.ts';
import { createVault } from '../../src/http/index.ts';

const STATE = 'the-state-that-was-sent';
const ISSUER = 'https://as.example.com';

function judge(query: string, issAdvertised = false): string {
  const expected = { state: STATE, issuer: ISSUER, issAdvertised, vault: createVault() };
  const verdict = judgeCallback(new URLSearchParams(query), expected);
  if (verdict.kind === 'refuse') return verdict.error.code;
  return verdict.kind === 'code' ? `code ${verdict.code}` : 'ignore';
}

describe('an authorization response', () => {
  it.each([
    ['is good with code and state', `code=c0de&state=${STATE}`, false, 'code c0de'],
    ['is good with the right iss', `code=c0de&state=${STATE}&iss=${ISSUER}`, true, 'code c0de'],
    ['may have iss unadvertised', `code=c0de&state=${STATE}&iss=${ISSUER}`, false, 'code c0de'],
    ['without state is not ours', 'code=c0de', false, 'ignore'],
    ['with another state is not ours', 'code=c0de&state=other', false, 'ignore'],
    ['with a state twice is not ours', `code=c0de&state=${STATE}&state=${STATE}`, false, 'ignore'],
    ['with an error and no state is not ours', 'error=access_denied', false, 'ignore'],
    ['with a code twice is refused', `code=c0de&code=c0de&state=${STATE}`, false, 'callback.duplicate'],
    ['lacks an iss that was promised', `code=c0de&state=${STATE}`, true, 'callback.iss_missing'],
    ['has an error without the promised iss', `error=x&state=${STATE}`, true, 'callback.iss_missing'],
    ['is from another issuer', `code=c0de&state=${STATE}&iss=https://evil.example`, false, 'callback.iss'],
    [
      'is from another issuer, which promised',
      `code=c0de&state=${STATE}&iss=https://evil.example`,
      true,
      'callback.iss',
    ],
    ['has an empty iss', `code=c0de&state=${STATE}&iss=`, false, 'callback.iss'],
    [
      'has an error with the right iss',
      `error=access_denied&state=${STATE}&iss=${ISSUER}`,
      true,
      'oauth.access_denied',
    ],
    [
      'has an error from another issuer',
      `error=access_denied&state=${STATE}&iss=https://evil.example`,
      false,
      'callback.iss',
    ],
    [
      'has an error and a slash more',
      `error=access_denied&state=${STATE}&iss=${ISSUER}/`,
      true,
      'callback.iss',
    ],
    ['has iss with a slash more', `code=c0de&state=${STATE}&iss=${ISSUER}/`, true, 'callback.iss'],
    ['has iss in other case', `code=c0de&state=${STATE}&iss=https://AS.example.com`, true, 'callback.iss'],
    ['has neither code nor error', `state=${STATE}`, false, 'callback.code'],
    ['has an empty code', `code=&state=${STATE}`, false, 'callback.code'],
    ['has an error', `error=access_denied&state=${STATE}`, false, 'oauth.access_denied'],
    [
      'has an error besides a code',
      `error=server_error&code=c0de&state=${STATE}`,
      false,
      'oauth.server_error',
    ],
    ['has an error nobody defined', `error=%1b[31m&state=${STATE}`, false, 'oauth.unknown'],
  ])('%s', (_name, query, issAdvertised, outcome) => {
    expect(judge(query, issAdvertised)).toBe(outcome);
  });

  it('shows no error text from another issuer', () => {
    const query = `error=access_denied&error_description=call+555&state=${STATE}&iss=https://evil.example`;
    const expected = { state: STATE, issuer: ISSUER, issAdvertised: false, vault: createVault() };
    const verdict = judgeCallback(new URLSearchParams(query), expected);
    expect(JSON.stringify(verdict)).not.toContain('555');
  });

  it('hands its code to the vault before anybody sees it', () => {
    const vault = createVault();
    const query = new URLSearchParams({ code: 'a-code-worth-stealing', state: STATE });
    judgeCallback(query, { state: STATE, issuer: ISSUER, issAdvertised: false, vault });
    expect(vault.redact('<a-code-worth-stealing>')).not.toContain('a-code-worth-stealing');
  });

  it('brings Entra ID’s number out of the description', () => {
    const description = 'AADSTS65004: User declined to consent to access the app.';
    const query = new URLSearchParams({
      error: 'access_denied',
      error_description: description,
      state: STATE,
    });
    const verdict = judgeCallback(query, {
      state: STATE,
      issuer: ISSUER,
      issAdvertised: false,
      vault: createVault(),
    });
    expect(verdict).toMatchObject({ error: { provider: { aadsts: 65_004, description } } });
  });
});

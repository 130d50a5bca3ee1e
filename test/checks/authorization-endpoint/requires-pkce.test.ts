import { describe, expect, test } from 'vitest';
import { requiresPkce } from '../../../src/checks/authorization-endpoint/requires-pkce.ts';
import { createVault } from '../../../src/http/index.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { serverAnswerOf } from '../server-answers.ts';

describeByMutants(
  requiresPkce,
  {
    'pkce-is-optional': 'fail',
    'missing-challenge-is-denied-access': 'warn',
    'pkce-downgrade': 'fail',
  },
  { clients: ['person'] },
);

describe('a code without a code challenge', () => {
  const redirectUri = 'http://127.0.0.1/callback';
  const asked = (status: number, location?: string) => ({
    sent: 'with something',
    redirectUri,
    answer: serverAnswerOf({ status, location, members: location === undefined ? {} : { code: 'x' } }),
  });
  const page = asked(200);
  const given = asked(302, `${redirectUri}?code=x`);
  const provider = { title: 'A provider', isGiven: false, pkceUnadvertised: false };
  const fixed = { ...provider, isGiven: true };
  const usual = { good: page, asked: page, obstacle: undefined, isPublic: true, provider };
  const code = createVault().keep('a code of nobody');

  test.each([
    ['is given at once', { ...usual, asked: given }, 'fail'],
    ['is given at once to a client with a secret', { ...usual, asked: given, isPublic: false }, 'info'],
    ['is given at a provider that nobody can change', { ...usual, asked: given, provider: fixed }, 'info'],
    ['is given after a sign-in', { ...usual, came: { code, error: undefined } }, 'fail'],
    [
      'is given after a sign-in at such a provider',
      { ...usual, came: { code, error: undefined }, provider: fixed },
      'info',
    ],
    ['is refused after a sign-in', { ...usual, came: { code: undefined, error: 'invalid_request' } }, 'pass'],
    [
      'is refused with another error',
      { ...usual, came: { code: undefined, error: 'access_denied' } },
      'warn',
    ],
    ['would take a sign-in', { ...usual, obstacle: 'Nobody may be asked.' }, 'skip'],
    ['is refused at once', { ...usual, asked: asked(400) }, 'pass'],
  ] as const)('%s', (_title, observed, verdict) => {
    expect(requiresPkce.judge(observed)).toMatchObject({ verdict });
  });
});

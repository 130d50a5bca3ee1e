import { describe, expect, test } from 'vitest';
import { rotatesRefreshTokens } from '../../../src/checks/authorization-endpoint/rotates-refresh-tokens.ts';
import { createVault } from '../../../src/http/index.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { serverAnswerOf, tokenAnswerOf } from '../server-answers.ts';

describeByMutants(
  rotatesRefreshTokens,
  {
    'keeps-refresh-tokens': 'fail',
    'takes-old-refresh-tokens': 'fail',
  },
  { clients: ['person'] },
);

describe('a refresh token that was used before', () => {
  const taken = tokenAnswerOf({ refreshToken: createVault().keep('a refresh token of nobody') });
  const refused = serverAnswerOf({ error: 'invalid_grant' });
  const provider = { title: 'A provider', isGiven: false, pkceUnadvertised: false };
  const steps = { redeemed: taken, asked: [], further: undefined, fresh: taken, again: taken, provider };
  const { refreshToken: _, ...withoutRefresh } = taken;

  test.each([
    ['is still good', steps, 'fail'],
    [
      'is still good at a provider that nobody can change',
      { ...steps, provider: { ...provider, isGiven: true } },
      'info',
    ],
    ['is still good a minute later', { ...steps, later: taken }, 'fail'],
    ['is good for less than a minute', { ...steps, later: refused }, 'info'],
    ['is refused', { ...steps, again: refused }, 'pass'],
    [
      'is refused with another error',
      { ...steps, again: serverAnswerOf({ error: 'invalid_request' }) },
      'warn',
    ],
    ['meets a server that is down', { ...steps, again: serverAnswerOf({ status: 503 }) }, 'inconclusive'],
    ['was refused at once', { ...steps, fresh: refused }, 'inconclusive'],
    ['was never there', { ...steps, redeemed: withoutRefresh }, 'skip'],
  ] as const)('%s', (_title, observed, verdict) => {
    expect(rotatesRefreshTokens.judge(observed)).toMatchObject({ verdict });
  });
});

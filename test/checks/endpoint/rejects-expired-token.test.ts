import { describe, expect, test } from 'vitest';
import type { CheckContext } from '../../../src/checks/check.ts';
import { rejectsExpiredToken } from '../../../src/checks/endpoint/rejects-expired-token.ts';
import { createVault } from '../../../src/http/index.ts';
import { answerOf, result } from '../answers.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsExpiredToken, {
  given: { attackTokens: true },
  brokenBy: { behaviour: { skip: ['expiry'] } },
  alsoFails: ['endpoint/refuses-with-401-not-500'],
});

describeByMutants(rejectsExpiredToken, {
  'ignores-expiry': 'fail',
});

describe('waiting for the end of the good token', () => {
  const HOUR = 3_600_000;

  /** An endpoint that forgives `leeway` seconds, and a clock that only waiting moves. */
  async function wait(leeway: number, waitExpiryMs: number, expiresAt: number | null = 1000 * HOUR) {
    let now = 1000 * HOUR - 600_000;
    const waited: number[] = [];
    let exchange = 0;
    const vault = createVault();
    const context = {
      evidence: { eras: { legacy: true, modern: null }, now: () => now },
      http: { vault },
      era: 'legacy',
      flow: {
        request: { flow: 'client_credentials' },
        tokens: { tokenType: 'Bearer', accessToken: vault.keep('opaque-token'), expiresAt },
        sessions: [],
        error: null,
      },
      allows: { waitExpiryMs },
      wait: async (milliseconds: number) => {
        waited.push(milliseconds / 1000);
        now += milliseconds;
      },
      probe: async () => {
        exchange += 1;
        return { ...(now < 1000 * HOUR + leeway * 1000 ? result : answerOf()), exchange };
      },
    } as unknown as CheckContext;
    const unmet = rejectsExpiredToken.unmet?.(context);
    if (unmet !== undefined) return { unmet, waited };
    return { ...rejectsExpiredToken.judge(await rejectsExpiredToken.observe(context)), waited };
  }

  test('passes at the first look, a minute after it', async () => {
    expect(await wait(60, HOUR)).toMatchObject({ verdict: 'pass', waited: [660], exchanges: [1, 2] });
  });

  test('looks once more where more may be forgiven', async () => {
    expect(await wait(120, HOUR)).toMatchObject({ verdict: 'pass', waited: [660, 240] });
  });

  test('fails when it is still good after five minutes', async () => {
    expect(await wait(99_999, HOUR)).toMatchObject({ verdict: 'fail', accepted: true, certain: true });
  });

  test('does not decide when it may not wait so long', async () => {
    const judged = await wait(99_999, 700_000);
    expect(judged).toMatchObject({ verdict: 'inconclusive', waited: [660] });
    expect(judged).toHaveProperty('message', expect.stringContaining('60 s after its expiry'));
  });

  test('does not begin when the token lives longer than it may wait', async () => {
    expect(await wait(60, 600_000)).toEqual({
      unmet: 'The token has expired for good only in 660 s, and --wait-expiry allows 600.',
      waited: [],
    });
  });

  test('does not wait unasked, nor for what nobody knows', async () => {
    expect(await wait(60, 0)).toHaveProperty('unmet', expect.stringContaining('--wait-expiry SECONDS'));
    expect(await wait(60, HOUR, null)).toHaveProperty('unmet', expect.stringContaining('Nobody said when'));
  });

  test('proves nothing where the good token was not let in before', async () => {
    expect(await wait(-9_999, HOUR)).toMatchObject({ verdict: 'inconclusive', waited: [], exchanges: [1] });
  });
});

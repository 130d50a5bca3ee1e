import { describe, expect, test } from 'vitest';
import { judgeRedeemed } from '../../../src/checks/authorization-endpoint/code-refusal.ts';
import type { ServerAnswer, Verdict } from '../../../src/types.ts';
import { serverAnswerOf, tokenAnswerOf } from '../server-answers.ts';

describe('a code that must be refused', () => {
  const taken = tokenAnswerOf();
  const no = (status: number, error?: string) => serverAnswerOf({ status, error });

  test.each<readonly [string, right: ServerAnswer, wrong: ServerAnswer, Verdict]>([
    ['is refused as it should be', taken, no(400, 'invalid_grant'), 'pass'],
    ['is taken', taken, taken, 'fail'],
    ['is taken where the right one is not', no(400, 'invalid_grant'), taken, 'fail'],
    ['is refused with another error', taken, no(400, 'invalid_scope'), 'warn'],
    ['is refused with 200', taken, no(200, 'invalid_grant'), 'warn'],
    ['is refused as the right one is', no(400, 'invalid_grant'), no(400, 'invalid_grant'), 'inconclusive'],
    ['meets a limit', taken, no(429), 'inconclusive'],
    ['meets a server that is down', taken, no(503), 'inconclusive'],
  ])('%s', (_, redeemed, answer, verdict) => {
    const rule = { errors: ['invalid_grant'], broken: 'fail', means: 'it was expected not to be.' } as const;
    expect(judgeRedeemed({ redeemed }, [{ done: 'A code', answer }], rule)).toMatchObject({ verdict });
  });
});

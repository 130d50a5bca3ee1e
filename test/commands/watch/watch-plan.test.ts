import { describe, expect, it } from 'vitest';
import { watchPlan } from '../../../src/commands/watch/watch-plan.ts';

const refusal = (code: string, message = /./) =>
  expect.objectContaining({ code, exit: 2, message: expect.stringMatching(message) });

describe('the plan of a watch', () => {
  it('is none without --every', () => {
    expect(watchPlan({}, { CI: 'true' })).toBeUndefined();
    expect(watchPlan({ deadline: '60' }, {})).toBeUndefined();
  });

  it('goes on until it is stopped, or has an end', () => {
    expect(watchPlan({ every: '5m' }, {})).toEqual({ every: 300_000 });
    expect(watchPlan({ every: '5m', times: '3' }, { CI: 'true' })).toEqual({ every: 300_000, times: 3 });
    expect(watchPlan({ every: '30s', deadline: '90' }, { CI: '1' })).toEqual({
      every: 30_000,
      deadlineMs: 90_000,
    });
  });

  it.each(['true', '1', 'woodpecker'])('needs an end where CI is %s', (CI) => {
    expect(() => watchPlan({ every: '5m' }, { CI })).toThrow(
      refusal('usage.every_without_end', /CI is set.*Nothing was sent/),
    );
  });

  it.each(['', '0', 'false'])('needs none where CI is %j', (CI) => {
    expect(watchPlan({ every: '5m' }, { CI })).toEqual({ every: 300_000 });
  });

  it('refuses what makes no sense', () => {
    expect(() => watchPlan({ times: '3' }, {})).toThrow(refusal('usage.times_without_every'));
    expect(() => watchPlan({ every: '5m', times: '0' }, {})).toThrow(refusal('usage.number', /--times/));
    expect(() => watchPlan({ every: '5m', times: '1e3' }, {})).toThrow(refusal('usage.number', /--times/));
    expect(() => watchPlan({ every: '5m', deadline: 'soon' }, {})).toThrow(
      refusal('usage.number', /--deadline/),
    );
    expect(() => watchPlan({ every: 'often' }, {})).toThrow(refusal('usage.duration'));
  });
});

import { describe, expect, test } from 'vitest';
import type { CheckContext } from '../../../src/checks/check.ts';
import { rejectsTokenOfUpstreamApi } from '../../../src/checks/leakage/rejects-token-of-upstream-api.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { runAlone } from '../run-alone.ts';

describeByMutants(rejectsTokenOfUpstreamApi, {
  'accepts-tokens-of-the-api-behind': 'fail',
  'takes-bound-tokens-of-the-api-behind': 'fail',
});

describe('the token for another API', () => {
  const without = <Name extends 'attackTokens' | 'serverProbe'>(name: Name) => {
    return ({ [name]: _gone, ...context }: CheckContext) => context as CheckContext;
  };
  const OTHER = 'https://another.example/mcp';

  test.each([
    ['is asked for where no file names one', without('attackTokens')],
    ['comes from a file where the authorization server cannot be asked', without('serverProbe')],
  ])('%s', async (_name, change) => {
    const results = await runAlone(rejectsTokenOfUpstreamApi, {}, {}, change);
    expect(results.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
    expect(results[0]?.message).toContain(OTHER);
  });

  test('is not shown unasked, and the message says what would be', async () => {
    const results = await runAlone(rejectsTokenOfUpstreamApi, {}, { allows: { disclosing: false } });
    expect(new Set(results.map(({ verdict }) => verdict))).toEqual(new Set(['skip']));
    expect(results[0]?.message).toMatch(/another\.example.*--allow-disclosing/);
  });

  test('is shown with the proof of its key, and not at all where that key is another', async () => {
    const bound = { options: { dpop: true } } as const;
    const results = await runAlone(rejectsTokenOfUpstreamApi, bound);
    expect(results.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
    const unbound = await runAlone(rejectsTokenOfUpstreamApi, bound, {}, without('serverProbe'));
    expect(unbound).toMatchObject([
      { verdict: 'skip', message: expect.stringContaining('not bound to the key') },
      { verdict: 'skip' },
    ]);
  });

  test('is missed where nothing names one', async () => {
    const change = (context: CheckContext) => without('attackTokens')(context);
    const results = await runAlone(rejectsTokenOfUpstreamApi, {}, { target: { probes: {} } }, change);
    expect(results).toMatchObject([{ verdict: 'skip' }, { verdict: 'skip' }]);
    expect(results[0]?.message).toContain('probes.otherApi');
  });

  test('is missed where the authorization server gives none', async () => {
    const options = { target: { probes: { otherApi: 'https://unknown.example/api' } } };
    const results = await runAlone(rejectsTokenOfUpstreamApi, {}, options);
    expect(results).toMatchObject([
      { verdict: 'skip', message: expect.stringContaining('invalid_target') },
      { verdict: 'skip' },
    ]);
  });

  test('proves nothing when it is meant for the endpoint as well', async () => {
    const change = (context: CheckContext): CheckContext => {
      const { serverProbe: _gone, ...rest } = context;
      const own = context.evidence.flows[1]?.tokens?.accessToken;
      return { ...rest, ...(own === undefined ? {} : { attackTokens: { wrongAudience: own } }) };
    };
    const results = await runAlone(rejectsTokenOfUpstreamApi, {}, {}, change);
    expect(results).toMatchObject([
      { verdict: 'skip', message: expect.stringContaining('no audience of its own') },
      { verdict: 'skip' },
    ]);
  });
});

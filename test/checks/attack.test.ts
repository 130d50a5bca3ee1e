import { afterEach, describe, expect, test } from 'vitest';
import type { AttackTokens, Check, CheckContext } from '../../src/checks/check.ts';
import { audienceIsExact } from '../../src/checks/endpoint/audience-is-exact.ts';
import { rejectsMissingAudience } from '../../src/checks/endpoint/rejects-missing-audience.ts';
import { rejectsTokenBeforeItsTime } from '../../src/checks/endpoint/rejects-token-before-its-time.ts';
import { rejectsWrongAudience } from '../../src/checks/endpoint/rejects-wrong-audience.ts';
import { rejectsWrongIssuer } from '../../src/checks/endpoint/rejects-wrong-issuer.ts';
import { runChecks } from '../../src/checks/index.ts';
import { type CheckWorld, type CheckWorldOptions, startCheckWorld } from '../mutants/check-world.ts';
import { mutants } from '../mutants/index.ts';

let world: CheckWorld | undefined;
afterEach(() => world?.close());

interface Given {
  readonly options?: CheckWorldOptions;
  readonly mutant?: string;
  readonly change?: (
    context: CheckContext,
    world: CheckWorld,
  ) => Partial<CheckContext> | Promise<Partial<CheckContext>>;
}

async function run(check: Check<never>, { options = {}, mutant, change }: Given = {}) {
  world = await startCheckWorld(
    mutants.find(({ name }) => name === mutant),
    { clients: ['machine'], ...options },
  );
  const context = { ...world.context, ...(await change?.(world.context, world)) };
  const all = await runChecks([check as Check], context, { wait: () => Promise.resolve() });
  return all.find(({ id }) => id === check.id);
}

const withTokens = (tokens: (world: CheckWorld) => Promise<AttackTokens>) => ({
  change: async (_: CheckContext, own: CheckWorld) => ({ attackTokens: await tokens(own) }),
});

describe('tokens that are good elsewhere', () => {
  test.each([
    [rejectsWrongAudience, 'for the audience "https://another.example/mcp"'],
    [rejectsWrongIssuer, 'a live token of "https://another.example"'],
    [audienceIsExact, 'for the audiences "http://127.0.0.1'],
  ])('$id shows none unasked, and says what it would show', async (check, words) => {
    const result = await run(check as Check<never>, { options: { allows: { disclosing: false } } });
    expect(result).toMatchObject({ verdict: 'skip', exchanges: [] });
    expect(result?.message).toContain(words);
    expect(result?.message).toContain('--allow-disclosing');
  });

  test('are told in the message when they were shown', async () => {
    const result = await run(rejectsWrongAudience as Check<never>);
    expect(result?.verdict).toBe('pass');
    expect(result?.message).toContain('"https://another.example/mcp" with the scopes "calculator.add"');
  });
});

describe('a token for probes.otherApi', () => {
  const without = { change: () => ({ attackTokens: {} }) };

  test('is asked for once and refused by a server that looks at audiences', async () => {
    expect(await run(rejectsWrongAudience as Check<never>, without)).toMatchObject({ verdict: 'pass' });
    const asked = world?.context.http.exchanges.filter(
      ({ phase, url }) => phase === 'check' && url.endsWith('/token'),
    );
    expect(asked).toHaveLength(1);
  });

  test('is let in by one that does not', async () => {
    const result = await run(rejectsWrongAudience as Check<never>, {
      ...without,
      mutant: 'accepts-any-audience',
    });
    expect(result).toMatchObject({ verdict: 'fail', accepted: true });
    expect(result?.reproduce).toContain('Bearer $WRONG_AUDIENCE_TOKEN');
  });

  test('is not asked for unless it may be shown', async () => {
    const result = await run(rejectsWrongAudience as Check<never>, {
      ...without,
      options: { allows: { disclosing: false } },
    });
    expect(result).toMatchObject({ verdict: 'skip', exchanges: [] });
    expect(result?.message).toContain('--allow-disclosing');
  });

  test('may be refused by the authorization server', async () => {
    const otherApi = 'https://unknown.example/';
    const result = await run(rejectsWrongAudience as Check<never>, {
      ...without,
      options: { target: { probes: { otherApi } } },
    });
    expect(result?.verdict).toBe('skip');
    expect(result?.message).toContain('invalid_target');
  });

  test('needs a client that can ask', async () => {
    const result = await run(rejectsWrongAudience as Check<never>, {
      change: () => ({
        attackTokens: {},
        serverProbe: () => ({ unable: 'the client has no secret' }) as never,
      }),
    });
    expect(result?.message).toContain('the client has no secret');
  });

  test('has to be named', async () => {
    const result = await run(rejectsWrongAudience as Check<never>, {
      ...without,
      options: { target: { probes: {} } },
    });
    expect(result?.verdict).toBe('skip');
    expect(result?.message).toContain(
      '--other-api (probes.otherApi in the file), --wrong-audience-token-file or --lab',
    );
  });
});

describe('a token that has not the fault it should have', () => {
  const now = Math.floor(Date.now() / 1000);
  const cases: readonly (readonly [Check<never>, keyof AttackTokens, object, string])[] = [
    [rejectsWrongAudience as Check<never>, 'wrongAudience', {}, 'shares an audience'],
    [rejectsWrongAudience as Check<never>, 'wrongAudience', { aud: 'x', exp: now - 1 }, 'is expired, too'],
    [
      rejectsWrongAudience as Check<never>,
      'wrongAudience',
      { aud: 'x', iss: 'https://x' },
      'another issuer, too',
    ],
    [rejectsWrongIssuer as Check<never>, 'wrongIssuer', {}, 'the same issuer'],
    [
      rejectsWrongIssuer as Check<never>,
      'wrongIssuer',
      { iss: 'https://x', aud: 'x' },
      'another audience, too',
    ],
    [rejectsMissingAudience as Check<never>, 'withoutAudience', {}, 'has an audience'],
    [rejectsTokenBeforeItsTime as Check<never>, 'notYetValid', {}, 'valid now'],
    [rejectsTokenBeforeItsTime as Check<never>, 'notYetValid', { nbf: now + 60 }, 'within five minutes'],
  ];
  test.each(cases)('$0.id with $2 proves nothing', async (check, name, claims, words) => {
    const result = await run(check, {
      ...withTokens(async ({ world: { issuer }, context }) => ({
        [name]: context.http.vault.keep(await issuer.mint(claims)),
      })),
    });
    expect(result).toMatchObject({ verdict: 'skip', exchanges: [] });
    expect(result?.message).toContain(words);
  });

  test('is no near audience', async () => {
    const result = await run(audienceIsExact as Check<never>, {
      ...withTokens(async ({ world: { issuer, endpoint }, context }) => ({
        nearAudiences: [
          {
            audience: endpoint.url,
            token: context.http.vault.keep(await issuer.mint({ aud: endpoint.url })),
          },
        ],
      })),
    });
    expect(result).toMatchObject({ verdict: 'skip' });
    expect(result?.message).toContain('--lab');
  });
});

test('without any token each names where one comes from', async () => {
  for (const check of [rejectsMissingAudience, rejectsTokenBeforeItsTime, rejectsWrongIssuer]) {
    const result = await run(check as Check<never>, { change: () => ({ attackTokens: {} }) });
    await world?.close();
    expect(result?.message).toContain('--lab');
  }
});

import { describe, expect, test } from 'vitest';
import type { CheckContext } from '../../src/checks/check.ts';
import { checks, runChecks, selectChecks } from '../../src/checks/index.ts';
import { NetworkError } from '../../src/errors.ts';
import { generic } from '../../src/profiles/generic.ts';
import { decodeToken } from '../../src/token/index.ts';
import type {
  Evidence,
  FlowEvidence,
  Http,
  Probe,
  ProbeAnswer,
  ProbeRequest,
  Result,
} from '../../src/types.ts';
import { jwt, plainVault } from '../token/tokens.ts';
import { answerOf, result, rpcError } from './answers.ts';

const raw = jwt({ alg: 'RS256' }, { aud: 'api', iss: 'https://issuer.example', exp: 4e9 });
const refused = answerOf();
const waits: number[] = [];

const error = {
  schema: 'mcp-authcheck/error@1',
  code: 'oauth.invalid_client',
  class: 'auth',
  exit: 3,
  message: 'wrong secret',
  retryable: false,
} as const;
const failedFlow: FlowEvidence = { request: { flow: 'client_credentials' }, sessions: [], error };

/** A gate that takes the good token and answers everything else as `refusal` says. */
function gate(refusal: (request: ProbeRequest, n: number) => ProbeAnswer = () => refused) {
  const vault = plainVault();
  const sent: ProbeRequest[] = [];
  const accessToken = vault.keep(raw);
  const good: FlowEvidence = {
    request: { flow: 'client_credentials' },
    tokens: {
      accessToken,
      tokenType: 'Bearer',
      expiresAt: null,
      scopes: null,
      library: 'none',
      exchanges: [],
    },
    token: decodeToken(raw),
    sessions: [],
    error: null,
  };
  const probe: Probe = async (request) => {
    sent.push(request);
    const [authorization] = request.authorization ?? [];
    const value = typeof authorization === 'string' ? authorization : authorization?.reveal();
    return value === `Bearer ${raw}` || value === `DPoP ${raw}`
      ? control(request, sent.length)
      : refusal(request, sent.length);
  };
  let control: (request: ProbeRequest, n: number) => ProbeAnswer = () => result;
  const http: Http = {
    vault,
    exchanges: [],
    takeError: () => undefined,
    fetch: () => globalThis.fetch,
    send: () => Promise.reject(new NetworkError('tcp.refused', 'not in this test')),
  };
  const run = async (
    list: string,
    evidence: Partial<Evidence> = {},
    attackTokens: CheckContext['attackTokens'] = {},
  ): Promise<readonly Result[]> => {
    const context: CheckContext = {
      http,
      probe,
      evidence: { ...evidenceOf([good]), ...evidence },
      attackTokens,
      allows: { disclosing: true, signIns: false, registering: false, waitExpiryMs: 0 },
    };
    return runChecks(selectChecks(list), context, {
      wait: async (milliseconds) => {
        waits.push(milliseconds);
      },
    });
  };
  return {
    sent,
    good,
    run,
    onGoodToken: (answer: typeof control) => {
      control = answer;
    },
  };
}

function evidenceOf(flows: readonly FlowEvidence[]): Evidence {
  return {
    target: {
      name: 'gate',
      url: 'https://mcp.example/mcp',
      allowedOrigins: [],
      headers: [],
      protocol: 'auto',
      flows: [],
      expect: { tools: [], calls: [] },
      timeoutMs: 1000,
    },
    profile: generic,
    discovery: null,
    flows,
    eras: { legacy: true, modern: true },
    now: () => 0,
  };
}

const verdicts = (results: readonly Result[], id: string) =>
  results.filter((one) => one.id === id).map((one) => one.verdict);

describe('the eras', () => {
  test('each that is spoken is checked with a token, and both without', async () => {
    const world = gate();
    const results = await world.run('endpoint/rejects-no-token,endpoint/rejects-alg-none', {
      eras: { legacy: true, modern: false },
    });
    expect(results.map(({ id, protocol, flow }) => [id, protocol, flow])).toEqual([
      ['endpoint/rejects-no-token', '2025-11-25', undefined],
      ['endpoint/rejects-alg-none', '2025-11-25', 'client_credentials'],
      ['endpoint/rejects-no-token', '2026-07-28', undefined],
    ]);
  });

  test('one that nobody knows of is found out with the good token', async () => {
    const world = gate(({ era }) => (era === 'modern' ? rpcError(400, -32022) : refused));
    world.onGoodToken(({ era }) => (era === 'modern' ? rpcError(400, -32022) : result));
    const results = await world.run('endpoint', { eras: { legacy: null, modern: null } });
    expect(verdicts(results, 'endpoint/accepts-valid-token')).toEqual(['pass', 'info']);
    expect(verdicts(results, 'endpoint/rejects-no-token')).toEqual(['pass', 'info']);
    expect(verdicts(results, 'endpoint/rejects-garbage-token')).toEqual(['pass']);
  });
});

describe('the control', () => {
  test('goes first and last, also when it was not selected, and is then not shown', async () => {
    const world = gate();
    const results = await world.run('endpoint/rejects-garbage-token', {
      eras: { legacy: true, modern: false },
    });
    expect(world.sent.map(({ authorization }) => typeof authorization?.[0])).toEqual([
      'object',
      'string',
      'object',
    ]);
    expect(results.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['endpoint/rejects-garbage-token', 'pass'],
    ]);
  });

  test('when it fails, a refusal proves nothing, and the control is shown', async () => {
    const world = gate();
    world.onGoodToken(() => refused);
    const results = await world.run('endpoint/rejects-garbage-token', {
      eras: { legacy: true, modern: false },
    });
    expect(results.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['endpoint/accepts-valid-token', 'fail'],
      ['endpoint/rejects-garbage-token', 'inconclusive'],
    ]);
  });

  test('when it fails at the end, all refusals of that era are void, but what was accepted stands', async () => {
    const world = gate(({ rpc }) => (rpc?.method === 'tools/call' ? result : answerOf({ status: 403 })));
    let asked = 0;
    world.onGoodToken(({ era }) => {
      if (era === 'legacy') asked += 1;
      return asked === 2 && era === 'legacy' ? refused : result;
    });
    const ids = ['accepts-valid-token', 'rejects-garbage-token', 'rejects-tool-call-without-token'];
    const results = await world.run(ids.map((name) => `endpoint/${name}`).join());
    expect(verdicts(results, 'endpoint/accepts-valid-token')).toEqual(['fail', 'pass']);
    expect(verdicts(results, 'endpoint/rejects-garbage-token')).toEqual(['inconclusive', 'fail']);
    expect(verdicts(results, 'endpoint/rejects-tool-call-without-token')).toEqual(['fail', 'fail']);
    expect(results.find(({ id }) => id === 'endpoint/accepts-valid-token')?.message).toContain(
      'Accepted at first',
    );
  });

  test('asks a server without tools for what every server answers', async () => {
    const world = gate();
    world.onGoodToken(({ rpc }) => (rpc?.method === 'server/discover' ? result : rpcError(404, -32601)));
    const results = await world.run('endpoint/accepts-valid-token', {
      eras: { legacy: false, modern: true },
    });
    expect(results.map(({ verdict }) => verdict)).toEqual(['pass']);
  });
});

describe('a busy or broken network', () => {
  const only = { eras: { legacy: true, modern: false }, flows: [] };
  const run = (answer: (n: number) => ProbeAnswer) =>
    gate((_, n) => answer(n)).run('endpoint/rejects-garbage-token', only);

  test('429 is asked once more, after the time that the server names', async () => {
    const busy = answerOf({ status: 429, headers: [['Retry-After', '2']] });
    waits.length = 0;
    expect((await run((n) => (n === 1 ? busy : refused)))[0]?.verdict).toBe('pass');
    expect(waits).toEqual([2000]);
  });

  test('429 twice is no verdict', async () => {
    const [one] = await run(() => answerOf({ status: 429 }));
    expect(one).toMatchObject({
      verdict: 'inconclusive',
      exchanges: [1],
      message: expect.stringContaining('429'),
    });
  });

  const lost = (): never => {
    throw new NetworkError('tcp.reset', 'the connection was reset');
  };

  test('a lost exchange is tried once more', async () => {
    expect((await run((n) => (n === 1 ? lost() : refused)))[0]?.verdict).toBe('pass');
  });

  test('two lost exchanges are no verdict', async () => {
    const [one] = await run(lost);
    expect(one).toMatchObject({
      verdict: 'inconclusive',
      message: expect.stringContaining('the connection was reset'),
    });
  });

  test('a bug is not taken for one', async () => {
    const bug = (): never => {
      throw new TypeError('a bug');
    };
    await expect(run(bug)).rejects.toThrow('a bug');
  });
});

describe('what cannot run', () => {
  const token = 'endpoint/rejects-tampered-signature';

  test('without a flow is skipped, with what would enable it', async () => {
    const results = await gate().run(`${token},token/not-expired,server`, { flows: [] });
    expect(results.map(({ verdict }) => verdict)).toEqual(['skip', 'skip', 'skip', 'skip']);
    expect(results.map(({ message }) => message).join()).toContain('--flow');
  });

  test('after a flow that failed is blocked, with its reason', async () => {
    const results = await gate().run(`${token},token/not-expired`, { flows: [failedFlow] });
    expect(results.map(({ verdict, message }) => [verdict, message.includes('wrong secret')])).toEqual([
      ['blocked', true],
      ['blocked', true],
    ]);
  });

  test('a token bound to a key is not presented as a bearer token', async () => {
    const world = gate();
    const { tokens } = world.good;
    const flow = { ...world.good, ...(tokens && { tokens: { ...tokens, tokenType: 'DPoP' } }) };
    const results = await world.run(token, { flows: [flow] });
    expect(results).toMatchObject([{ verdict: 'skip', message: expect.stringContaining('bound to a key') }]);
    expect(world.sent).toEqual([]);
  });

  test('no check of a provider, for the target of another one', async () => {
    const results = await gate().run('interop');
    expect(results.map(({ id }) => id)).toEqual(['interop/spec-strict']);
  });

  test('an opaque token is not forged', async () => {
    const world = gate();
    const flow = { ...world.good, token: decodeToken('opaque') };
    const results = await world.run(token, { flows: [flow], eras: { legacy: true, modern: false } });
    expect(results).toMatchObject([{ verdict: 'skip', message: expect.stringContaining('opaque') }]);
  });

  test.each(['wrong-audience', 'wrong-issuer', 'expired-token'])(
    'rejects-%s needs a token that only a server can mint',
    async (name) => {
      const results = await gate().run(`endpoint/rejects-${name}`, { eras: { legacy: true, modern: false } });
      expect(results).toMatchObject([
        {
          verdict: 'skip',
          message: expect.stringMatching(/--(expired|wrong-audience|wrong-issuer)-token-file/),
        },
      ]);
    },
  );

  test('nothing, when nothing is selected', async () => {
    const world = gate();
    expect(await world.run('none')).toEqual([]);
    expect(world.sent).toEqual([]);
  });
});

describe('a token that is bound to a key', () => {
  const key = { thumbprint: 'the-thumbprint', prove: () => Promise.resolve('a proof') };
  const bound = (world: ReturnType<typeof gate>): FlowEvidence => {
    const { tokens, token } = world.good;
    const claims = { ...token?.claims, cnf: { jkt: key.thumbprint } };
    return {
      ...world.good,
      ...(token && { token: { ...token, claims } }),
      ...(tokens && { tokens: { ...tokens, tokenType: 'DPoP', proof: key } }),
    };
  };
  const spoken = { eras: { legacy: true, modern: false } };

  test('and every forgery of it are shown with a proof', async () => {
    const world = gate();
    await world.run('endpoint/rejects-tampered-signature', { ...spoken, flows: [bound(world)] });
    expect(world.sent).toHaveLength(3);
    for (const { authorization, proof } of world.sent) {
      const [value] = authorization ?? [];
      const token = proof?.accessToken.reveal();
      expect(proof?.key).toBe(key);
      expect(typeof value === 'string' ? value : value?.reveal()).toBe(`DPoP ${token}`);
    }
    expect(world.sent[1]?.proof?.accessToken.reveal()).not.toBe(raw);
  });

  test('in name only is not shown without one: no endpoint could tell', async () => {
    const world = gate();
    const id = 'endpoint/rejects-bound-token-as-bearer';
    const flow = bound(world);
    const unnamed = { ...flow, ...(world.good.token && { token: world.good.token }) };
    const results = await world.run(id, { ...spoken, flows: [unnamed] });
    expect(verdicts(results, id)).toEqual(['skip']);
    expect(JSON.stringify(results)).toContain('token/bound-to-its-key');
  });

  test('is shown without one where that is what must be refused', async () => {
    const world = gate();
    const id = 'endpoint/rejects-bound-token-as-bearer';
    const results = await world.run(id, { ...spoken, flows: [bound(world)] });
    expect(world.sent[1]).not.toHaveProperty('proof');
    expect(verdicts(results, id)).toEqual(['fail']);
  });

  test.each([
    ['to the same key', { cnf: { jkt: 'the-thumbprint' } }, 'pass'],
    ['to another key', { cnf: { jkt: 'another' } }, 'skip'],
    ['to none', {}, 'skip'],
  ])('is attacked by a token that is bound %s', async (_name, claims, verdict) => {
    const world = gate();
    const attack = jwt({}, { aud: 'other', iss: 'https://issuer.example', exp: 4e9, ...claims });
    const attackTokens = { wrongAudience: plainVault().keep(attack) };
    const id = 'endpoint/rejects-wrong-audience';
    const results = await world.run(id, { ...spoken, flows: [bound(world)] }, attackTokens);
    expect(verdicts(results, id)).toEqual([verdict]);
  });

  test('is no attack on a bearer token', async () => {
    const world = gate();
    const claims = { aud: 'other', iss: 'https://issuer.example', exp: 4e9, cnf: { jkt: 'another' } };
    const attackTokens = { wrongAudience: plainVault().keep(jwt({}, claims)) };
    const results = await world.run('endpoint/rejects-wrong-audience', spoken, attackTokens);
    expect(results).toMatchObject([{ verdict: 'skip', message: expect.stringContaining('not at hand') }]);
  });
});

test('a server that sends the token back does not get it into a report', async () => {
  const echo = answerOf({ status: 400, rpc: { error: { code: 1, message: raw } } });
  const results = await gate(() => echo).run('endpoint');
  const text = JSON.stringify(results);
  for (const part of raw.split('.')) expect(text).not.toContain(part);
});

test('results stand group by group, in the order of the registry within an era', async () => {
  const world = gate();
  const { good } = world;
  const context = {
    http: { ...fakeHttp, vault: plainVault() },
    probe: async () => refused,
    evidence: evidenceOf([good]),
  };
  const results = await runChecks(checks, context);
  const groups = results.map(({ group }) => group);
  expect([...new Set(groups)]).toEqual(groups.filter((group, index) => group !== groups[index - 1]));
  const ids = results.filter(({ protocol }) => protocol === '2025-11-25').map(({ id }) => id);
  expect(ids).toEqual(checks.map(({ id }) => id).filter((id) => ids.includes(id)));
});

const fakeHttp: Omit<Http, 'vault'> = {
  exchanges: [],
  takeError: () => undefined,
  fetch: () => globalThis.fetch,
  send: () => Promise.reject(new NetworkError('tcp.refused', 'not in this test')),
};

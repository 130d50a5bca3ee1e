import { describe, expect, it } from 'vitest';
import { flow, load, refusal, target } from './given.ts';
import { yaml } from './in-folder.ts';

const environment = { CLIENT_ID: 'x', CLIENT_SECRET: 'a~secret', T: 'eyJ.a.b' };

describe('the answer to a form', () => {
  it('is an object, of the flag before that of the file', async () => {
    const answer = { name: 'Ada', age: 36, languages: ['en'] };
    expect((await target({ environment, flags: { elicit: JSON.stringify(answer) } })).elicit).toEqual(answer);
    expect(await target({ environment })).not.toHaveProperty('elicit');
    const given = await yaml('targets: { a: { url: https://a.example/mcp, elicit: { name: Grace } } }');
    expect((await load(given)).targets[0]?.elicit).toEqual({ name: 'Grace' });
    const flags = { elicit: '{"name":"Ada"}' };
    expect((await load({ ...given, flags })).targets[0]?.elicit).toEqual({ name: 'Ada' });
  });

  it.each([
    ['not JSON', '{name: Ada}', /^--elicit: expected a JSON object, found text that is not JSON/],
    ['a list', '[1]', /found a list/],
    ['a word', '"yes"', /found a string/],
    ['null', 'null', /found nothing \(null\)/],
    ['empty', '', /not JSON/],
  ])('is refused when it is %s', async (_, elicit, message) => {
    const error = await refusal({ environment, flags: { elicit } });
    expect(error).toMatchObject({ code: 'usage.elicit', exit: 2 });
    expect(error.message).toMatch(message);
    expect(error.hint).toContain('--elicit');
  });
});

describe('sender-constrained tokens', () => {
  it('are asked for in every flow that asks for a token', async () => {
    const { flows } = await target({
      environment,
      flags: { dpop: true, flow: ['client_credentials', 'refresh_token', 'none'] },
    });
    expect(flows.map(({ dpop }) => dpop)).toEqual([true, true, undefined]);
    const text = (dpop: boolean) =>
      `targets: { a: { url: https://a.example/mcp, flows: [{ flow: authorization_code, dpop: ${dpop} }] } }`;
    expect((await load(await yaml(text(true)))).targets[0]?.flows[0]).toEqual({
      flow: 'authorization_code',
      dpop: true,
    });
    expect((await load(await yaml(text(false)))).targets[0]?.flows[0]).toEqual({
      flow: 'authorization_code',
    });
    expect(await flow({ environment })).not.toHaveProperty('dpop');
  });

  it('are refused where somebody else got the token', async () => {
    const error = await refusal({ environment, flags: { dpop: true, tokenEnv: 'T' } });
    expect(error).toMatchObject({ code: 'usage.dpop_unused', exit: 2 });
    const text = 'targets: { a: { url: https://a.example/mcp, flows: [{ flow: none, dpop: true }] } }';
    expect((await refusal(await yaml(text))).code).toBe('usage.dpop_unused');
  });

  it('are refused with msal, which cannot, before anything is sent', async () => {
    const error = await refusal({ environment, flags: { dpop: true, library: 'msal' } });
    expect(error).toMatchObject({
      code: 'usage.dpop_msal',
      exit: 2,
      hint: expect.stringContaining('openid-client'),
    });
  });
});

import { describe, expect, it } from 'vitest';
import { configDigest, type DigestedOptions } from '../../src/commands/shard-digest.ts';
import { Secret } from '../../src/secret.ts';
import type { Target } from '../../src/types.ts';

const machine = (secret: string): Target['flows'][number] => ({
  flow: 'client_credentials',
  clientId: 'client',
  credential: { kind: 'secret', secret: new Secret(secret) },
});

const target = (changed: Partial<Target> = {}): Target => ({
  name: 'calculator',
  url: 'https://calculator.example.com/mcp',
  allowedOrigins: [],
  headers: [['x-gateway', new Secret('gateway-key')]],
  protocol: 'auto',
  flows: [machine('first secret')],
  expect: { tools: ['add'], calls: [{ tool: 'add', arguments: { a: 1, b: 2 }, result: 3 }] },
  timeoutMs: 10_000,
  ...changed,
});

const options: DigestedOptions = { checks: 'endpoint,token', skip: '', strict: false };
const usual = configDigest([target()], options);

describe('the digest of a configuration', () => {
  it('is a SHA-256 in hex', () => expect(usual).toMatch(/^[0-9a-f]{64}$/));

  it.each<[string, readonly Target[], DigestedOptions]>([
    ['another secret', [target({ flows: [machine('second secret')] })], options],
    ['another secret in a header', [target({ headers: [['x-gateway', new Secret('other')]] })], options],
    ['more patience', [target({ timeoutMs: 60_000 })], options],
    ['checks in another order', [target()], { ...options, checks: ' token, endpoint' }],
    [
      'keys in another order',
      [
        target({
          expect: { calls: [{ result: 3, arguments: { b: 2, a: 1 }, tool: 'add' }], tools: ['add'] },
        }),
      ],
      options,
    ],
  ])('is the same with %s', (_name, targets, changed) => {
    expect(configDigest(targets, changed)).toBe(usual);
  });

  it.each<[string, readonly Target[], DigestedOptions]>([
    ['another URL', [target({ url: 'https://calculator.example.com/mcp/' })], options],
    ['another name', [target({ name: 'calculator-2' })], options],
    ['another expectation', [target({ expect: { tools: ['add', 'sub'], calls: [] } })], options],
    ['another flow', [target({ flows: [{ flow: 'none' }] })], options],
    ['another client', [target({ flows: [{ ...machine('first secret'), clientId: 'other' }] })], options],
    ['another issuer', [target({ issuer: 'https://login.example.com' })], options],
    ['a failure that is expected', [target({ expectedFailures: ['endpoint/x'] })], options],
    ['one target more', [target(), target({ name: 'two' })], options],
    ['other checks', [target()], { ...options, checks: 'endpoint' }],
    ['a check skipped', [target()], { ...options, skip: 'token/x' }],
    ['--strict', [target()], { ...options, strict: true }],
    ['expected failures', [target()], { ...options, expectedFailures: new Set(['endpoint/x']) }],
    ['a token to attack with', [target()], { ...options, attackTokens: { expired: new Secret('x') } }],
  ])('is another one with %s', (_name, targets, changed) => {
    expect(configDigest(targets, changed)).not.toBe(usual);
  });

  it('tells the order of targets, for positions count', () => {
    const [one, two] = [target(), target({ name: 'two' })];
    expect(configDigest([one, two], options)).not.toBe(configDigest([two, one], options));
  });
});

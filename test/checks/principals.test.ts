import { describe, expect, test } from 'vitest';
import type { CheckContext } from '../../src/checks/check.ts';
import { isOtherPrincipal, otherPrincipal } from '../../src/checks/principals.ts';
import { createVault } from '../../src/http/index.ts';
import { decodeToken } from '../../src/token/index.ts';
import type { FlowEvidence, Session, Token } from '../../src/types.ts';

const accessToken = createVault().keep('a-token-of-the-test');

function flow(name: string, token: Partial<Token> = {}, more: Partial<FlowEvidence> = {}): FlowEvidence {
  const tokens = {
    accessToken,
    tokenType: 'Bearer',
    expiresAt: null,
    scopes: null,
    library: 'none',
    exchanges: [],
  };
  return {
    request: { flow: name },
    tokens,
    token: { ...decodeToken(''), ...token },
    sessions: [],
    error: null,
    ...more,
  };
}

const session = (error: Session['error'], era: Session['era'] = 'legacy'): Session => ({
  protocol: '2025-11-25',
  era,
  server: null,
  tools: [],
  calls: [],
  droppedTools: [],
  elicitations: [],
  stateful: true,
  error,
  exchanges: [],
});
const refusal = { code: 'auth.refused' } as Session['error'];

describe('two flows', () => {
  test.each<[string, FlowEvidence, FlowEvidence, boolean]>([
    ['of different subjects', flow('bearer', { sub: 'a' }), flow('bearer', { sub: 'b' }), true],
    [
      'of one person through two clients',
      flow('authorization_code', { sub: 'a', clientId: 'one' }),
      flow('authorization_code', { sub: 'a', clientId: 'two' }),
      false,
    ],
    [
      'of two machines without readable tokens',
      flow('client_credentials', { clientId: 'one' }),
      flow('client_credentials', { clientId: 'two' }),
      true,
    ],
    [
      'of one machine',
      flow('client_credentials', { clientId: 'one' }),
      flow('client_credentials', { clientId: 'one' }),
      false,
    ],
    ['of a machine and a person', flow('client_credentials'), flow('authorization_code'), true],
    ['of perhaps the same person', flow('authorization_code'), flow('device_code'), false],
    ['of which nothing is known', flow('bearer'), flow('client_credentials'), false],
  ])('%s', (_name, one, other, expected) => {
    expect(isOtherPrincipal(one, other)).toBe(expected);
    expect(isOtherPrincipal(other, one)).toBe(expected);
  });
});

describe('the other principal', () => {
  const alice = flow('client_credentials', { sub: 'alice' });
  const pick = (...others: FlowEvidence[]) => {
    const context = { evidence: { flows: [alice, ...others] }, flow: alice, era: 'legacy' };
    return otherPrincipal(context as unknown as CheckContext);
  };
  const bob = flow('client_credentials', { sub: 'bob' });

  test('is nobody where there is one flow', () => {
    expect(pick()).toBeUndefined();
    expect(pick(flow('refresh_token', { sub: 'alice' }))).toBeUndefined();
  });

  test('is one that the endpoint let in rather than one that did not try', () => {
    const carol = flow('client_credentials', { sub: 'carol' }, { sessions: [session(null)] });
    expect(pick(bob)).toBe(bob);
    expect(pick(bob, carol)).toBe(carol);
  });

  test('is one that was let in in this era, if there is one', () => {
    const modern = flow('client_credentials', { sub: 'carol' }, { sessions: [session(null, 'modern')] });
    const legacy = flow('client_credentials', { sub: 'dave' }, { sessions: [session(null)] });
    expect(pick(modern, legacy)).toBe(legacy);
  });

  test('is never one that was turned away, has no token, or is bound to a key that is not at hand', () => {
    const { tokens, ...without } = bob;
    expect(pick({ ...bob, sessions: [session(refusal)] })).toBeUndefined();
    expect(pick(without)).toBeUndefined();
    expect(pick({ ...bob, ...(tokens && { tokens: { ...tokens, tokenType: 'DPoP' } }) })).toBeUndefined();
  });
});

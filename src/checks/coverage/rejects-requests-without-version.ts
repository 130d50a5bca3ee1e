import type { Check, CheckContext } from '../check.ts';
import { inSession, withSession } from '../own-session.ts';
import { type Attempt, type Refusals, spokenEra } from '../refusal.ts';
import { judgeUnprotected, publicMethod } from '../unprotected.ts';

export const rejectsRequestsWithoutVersion: Check<Refusals> = {
  id: 'coverage/rejects-requests-without-version',
  title: 'rejects a request without a token that does not say which revision it speaks',
  level: 'MUST',
  spec: [
    'derived from MCP 2026-07-28 authorization, Error Handling',
    'MCP 2025-11-25 transports, Protocol Version Header',
  ],
  passes:
    'A tools/list without a token is answered 401, also without MCP-Protocol-Version: after a handshake of our own, and in the shape of 2026-07-28 without any of its headers.',
  fails:
    'A result is a critical failure: a gate that sorts requests by their version leaves those without one to nobody. Any other status than 401 fails as a refusal of the wrong kind.',
  cannotKnow: 'Without a token no handshake can be made, so that only the shape of 2026-07-28 is tried.',
  fix: 'Put one gate in front of everything at the endpoint, before requests are told apart by MCP-Protocol-Version.',
  per: 'era',
  everyShape: true,
  part: 'negative',
  unmet: (context) =>
    publicMethod(['tools/list'], context) ??
    (context.era === 'legacy' && (context.flow === undefined || context.evidence.eras.legacy !== true)
      ? 'Needs an access token and a server of the handshake era, because such a request comes after the handshake; add a flow that brings a token.'
      : undefined),
  observe: async (context) => ({
    attempts: [context.era === 'modern' ? await withoutHeaders(context) : await afterHandshake(context)],
    spoken: spokenEra(context),
  }),
  judge: (observation) => judgeUnprotected(observation),
};

async function withoutHeaders({ probe }: CheckContext): Promise<Attempt> {
  const headers = [
    ['MCP-Protocol-Version', ''],
    ['Mcp-Method', ''],
  ] as const;
  const answer = await probe({ era: 'modern', headers, phase: 'check' });
  return { sent: 'a request of 2026-07-28 without its headers and without a token', answer };
}

async function afterHandshake(context: CheckContext): Promise<Attempt> {
  const request = {
    rpc: { method: 'tools/list' },
    headers: [['MCP-Protocol-Version', '']],
    phase: 'check',
  } as const;
  const { probe } = context;
  const answer = await withSession(context, (session) => probe({ ...inSession(session), ...request }));
  return {
    sent: 'a tools/list after a handshake, without MCP-Protocol-Version and without a token,',
    // A server without sessions has nothing by which it knows that there was a handshake.
    answer: answer ?? (await probe({ era: 'legacy', ...request })),
  };
}

import type { SessionPlan } from '../../../src/client/index.ts';
import { createNetwork, createVault } from '../../../src/http/index.ts';
import { GOOD_TOKEN } from './gate.ts';

/** A plan against a test server, through the real network room, with a token that the gate accepts. */
export function planFor(url: string, overrides: Partial<SessionPlan> & { readonly bearer?: string } = {}) {
  const vault = createVault();
  const network = createNetwork({ vault });
  const timeoutMs = overrides.timeoutMs ?? 5_000;
  const http = network.open({ name: 'test', url, timeoutMs });
  const { bearer = GOOD_TOKEN, ...rest } = overrides;
  const plan: SessionPlan = {
    url,
    http,
    token: vault.keep(bearer),
    headers: [],
    protocol: 'auto',
    calls: [],
    callDefaults: true,
    timeoutMs,
    clientInfo: { name: 'mcp-authcheck', version: '0.0.0-test' },
    ...rest,
  };
  return plan;
}

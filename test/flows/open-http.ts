import { createNetwork, createVault } from '../../src/http/index.ts';
import type { Http } from '../../src/types.ts';

/** The real network room for one test, trusting `ca` besides the roots. */
export function openHttp(
  ca?: string,
  url = 'http://127.0.0.1/mcp',
): { readonly http: Http; readonly close: () => Promise<void> } {
  const network = createNetwork({ vault: createVault(), ...(ca === undefined ? {} : { ca: [ca] }) });
  const http = network.open({ name: 'calculator', url, timeoutMs: 10_000 });
  return { http, close: () => network.close() };
}

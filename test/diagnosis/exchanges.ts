import type { Exchange } from '../../src/types.ts';
import { URL_OF_ENDPOINT } from './symptoms.ts';

/** One exchange with the endpoint at nine o'clock, but for what is changed. */
export function exchange(n: number, changed: Partial<Exchange> = {}): Exchange {
  return {
    n,
    phase: 'session',
    method: 'POST',
    url: URL_OF_ENDPOINT,
    status: 200,
    startedAt: '2026-11-23T09:00:00.000Z',
    durationMs: 0,
    contentType: 'application/json',
    ...changed,
  };
}

/** One exchange with the authorization server. */
export function asked(n: number, changed: Partial<Exchange> = {}): Exchange {
  return exchange(n, {
    phase: 'token',
    url: 'https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token',
    ...changed,
  });
}

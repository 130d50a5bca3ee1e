import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { isTooDeep } from '../text/nesting.ts';
import type { HttpResponse } from '../types.ts';
import type { Wire } from './wire.ts';

/** What a grant does around msal-node's requests; whatever it throws ends the attempt. */
export interface Hooks {
  readonly before?: () => Promise<void>;
  /** Returns the answer that msal-node is to see. */
  readonly after?: (answer: HttpResponse) => HttpResponse;
}

/**
 * msal-node's network module over our road, where each answer is kept: msal-node loses bodies and causes. A
 * body that is no JSON object becomes an OAuth-shaped error, because msal-node takes a failure to parse for
 * a failure of the network.
 */
export function msalNetwork(wire: Wire, hooks: Hooks = {}): INetworkModule {
  const send =
    (method: string) =>
    async <T>(url: string, options: NetworkRequestOptions = {}): Promise<NetworkResponse<T>> => {
      await hooks.before?.();
      const received = await wire.send({
        method,
        url,
        headers: Object.entries(options.headers ?? {}),
        ...(method === 'POST' ? { body: options.body ?? '' } : {}),
      });
      const answer = hooks.after?.(received) ?? received;
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers.map(([name, value]) => [name.toLowerCase(), value])),
        body: bodyOf(answer.body) as T,
      };
    };
  return { sendGetRequestAsync: send('GET'), sendPostRequestAsync: send('POST') };
}

function bodyOf(text: string): unknown {
  const notJson = { error: 'non_json_response' };
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !isTooDeep(value) ? value : notJson;
  } catch {
    return notJson;
  }
}

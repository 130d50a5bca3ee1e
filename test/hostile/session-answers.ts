import type { Answer, Asked, Deployment, Twist } from './deployment.ts';

/**
 * An endpoint of revision 2025-11-25 that takes any token for the methods named, and answers everything else
 * with `otherwise`; absent: with the 401 that a request without a token gets.
 */
export function inSession(
  methods: readonly string[],
  otherwise: Twist['mcp'] = () => undefined,
): NonNullable<Twist['mcp']> {
  return (asked, all) => {
    if (asked.headers.authorization === undefined) return undefined;
    const { id, method = '' } = message(asked);
    if (!methods.includes(method)) return otherwise(asked, all);
    if (method.startsWith('notifications/')) return { status: 202, body: '' };
    return { body: { jsonrpc: '2.0', id, result: RESULTS[method] ?? {} } };
  };
}

/** 403, and each time one scope more than the time before. */
export function wantsEverMore(_asked: Asked, all: Deployment): Answer {
  const scopes = all.at('/mcp').map((_one, index) => `scope${index}`);
  const challenge = `Bearer error="insufficient_scope", scope="${scopes.join(' ')}"`;
  return { status: 403, headers: { 'www-authenticate': challenge }, body: {} };
}

/** Another token each time, so that nothing can be taken from a cache. */
export const freshToken: NonNullable<Twist['token']> = (honest, _asked, all) => ({
  body: { ...honest, access_token: `${all.secrets.access}${all.at('/token').length}` },
});

const RESULTS: Readonly<Record<string, unknown>> = {
  initialize: {
    protocolVersion: '2025-11-25',
    capabilities: { tools: {} },
    serverInfo: { name: 'deployment', version: '1.0.0' },
  },
  'tools/list': { tools: [] },
};

function message({ text }: Asked): { readonly id?: unknown; readonly method?: string } {
  try {
    return JSON.parse(text) as { readonly id?: unknown; readonly method?: string };
  } catch {
    return {};
  }
}

import type { SentRequest } from '../types.ts';

/**
 * A shell line that sends the request again with curl and shows status and headers. What is secret stands there as
 * a variable: `$TOKEN` for the access token, `$MCP_SESSION_ID`, and a header's own name for a gateway's key.
 */
export function curlOf({ method, url, headers, body, bodyInShell }: SentRequest): string {
  const endless = method === 'GET' || (typeof body === 'string' && body.includes('"subscriptions/listen"'));
  const stream = endless ? ['-N', '--max-time', '10'] : [];
  const odd = /^[a-z]+:\/\/[^/]*\/.*(?:\/\/|\.\.|\/\.)/i.test(url) ? ['--path-as-is'] : [];
  // What is masked in a query stands in brackets, which curl would take for a range.
  const literal = /[?&](?:state|code)=|[[\]{}]/.test(url) ? ['-g'] : [];
  const content =
    bodyInShell !== undefined
      ? ['--data', doubled(bodyInShell)]
      : body === undefined
        ? []
        : ['--data', typeof body === 'string' ? single(body) : '"$BODY"'];
  return [
    'curl -sS -i',
    ...stream,
    ...odd,
    ...literal,
    ...(method === 'GET' || (method === 'POST' && content.length > 0) ? [] : ['-X', method]),
    single(url),
    ...headers.flatMap((header) => ['-H', headerLine(header)]),
    ...content,
  ].join(' ');
}

function headerLine([name, value, inShell]: SentRequest['headers'][number]): string {
  if (inShell !== undefined) return doubled(`${name}: ${inShell}`);
  const variable = VARIABLES[name.toLowerCase()];
  if (typeof value === 'string' && variable === undefined) return single(`${name}: ${value}`);
  if (typeof value === 'string' && name.toLowerCase() === 'authorization') return single(`${name}: ${value}`);
  return doubled(`${name}: ${variable ?? `$${name.toUpperCase().replaceAll('-', '_')}`}`);
}

/** Headers whose value is never shown. */
const VARIABLES: Readonly<Record<string, string>> = {
  authorization: 'Bearer $TOKEN',
  'mcp-session-id': '$MCP_SESSION_ID',
  dpop: '$DPOP_PROOF',
  cookie: '$COOKIE',
};

function single(text: string): string {
  return /^[\w./:@=+,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Variables and `$(…)` in it are the shell's to fill in. */
function doubled(text: string): string {
  return `"${text}"`;
}

import { DiscoveryError } from '../errors.ts';
import { quote } from '../text/quote.ts';
import type { ProbeAnswer } from '../types.ts';

/**
 * What is wrong with the endpoint itself, judged by every answer to a request without a token; undefined
 * when it could be an MCP endpoint, protected or not.
 */
export function endpointError(answers: readonly ProbeAnswer[]): DiscoveryError | undefined {
  const last = answers.at(-1);
  if (last === undefined || answers.some(couldBeMcp)) return undefined;
  const options = { phase: 'discovery', exchanges: answers.map((answer) => answer.exchange) };
  if (answers.some((answer) => answer.kind === 'redirect')) return redirected(answers, options.exchanges);
  if (last.status === 429) {
    return new DiscoveryError('rate_limited.endpoint', 'The endpoint answers 429: too many requests.', {
      ...options,
      hint: 'Wait, then run it again.',
    });
  }
  if (last.status >= 500) {
    return new DiscoveryError(
      'unavailable.endpoint',
      `The endpoint answers ${last.status}, also without a token.`,
      {
        ...options,
        hint: 'The server, or what a gateway expects behind it, is down or fails at once.',
      },
    );
  }
  if (last.status === 404) {
    return new DiscoveryError('endpoint.not_found', 'Nothing answers at this path (404).', {
      ...options,
      hint: 'Check the path of the URL; many servers listen at /mcp.',
    });
  }
  const said = `${last.status} with ${last.contentType === '' ? 'no content type' : quote(last.contentType, 80)}`;
  return new DiscoveryError('endpoint.not_mcp', `The endpoint answers ${said}, which is no MCP answer.`, {
    ...options,
    hint: 'Check that the URL is the endpoint of the Streamable HTTP transport.',
  });
}

function couldBeMcp(answer: ProbeAnswer): boolean {
  if (answer.status === 401 || answer.status === 403 || answer.rpc !== null) return true;
  return answer.kind === 'accepted' || answer.status === 400;
}

function redirected(answers: readonly ProbeAnswer[], exchanges: readonly number[]): DiscoveryError {
  const location = answers
    .flatMap((answer) => answer.headers)
    .find(([name]) => name.toLowerCase() === 'location')?.[1];
  const where = location === undefined ? 'without saying where' : `to ${quote(location)}`;
  return new DiscoveryError(
    'endpoint.login_page',
    `The endpoint redirects a request without a token ${where}.`,
    {
      phase: 'discovery',
      exchanges,
      hint: 'MCP clients need a 401 with a challenge. If a gateway signs browsers in, exempt the MCP path from it; if the endpoint moved, use its new URL.',
    },
  );
}

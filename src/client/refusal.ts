import { SessionError } from '../errors.ts';
import { quote } from '../text/quote.ts';
import type { Era } from '../types.ts';
import { eraError, type RpcError, rpcError } from './rpc-error.ts';

/** An HTTP answer that is no MCP answer, as our fetch saw it: SDKs hide status, challenge and body. */
export interface Refusal {
  readonly status: number;
  readonly contentType: string;
  /** The raw `WWW-Authenticate` value; null: no such header. */
  readonly wwwAuthenticate: string | null;
  /** Parameters of its first Bearer or DPoP challenge. */
  readonly challenge: Readonly<Record<string, string>> | null;
  /** The beginning of the body. */
  readonly body: string;
  readonly rpc: RpcError | null;
  /** The request carried an `Mcp-Session-Id`. */
  readonly inSession: boolean;
  readonly exchange: number;
  /** Tokens that were got for this one message, and refused as well. */
  readonly renewals?: number;
}

/** What the refusal means to somebody who came with a token (`authorized`) in one era. */
export function refusalError(refusal: Refusal, era: Era, authorized: boolean): SessionError {
  const { status } = refusal;
  const options = { phase: 'session', exchanges: [refusal.exchange] };
  if (status === 401) return unauthorized(refusal, authorized);
  if (status === 403) return forbidden(refusal);
  if (status === 429) {
    return new SessionError('rate_limited.endpoint', 'The endpoint answers 429: too many requests.', {
      ...options,
      retryable: true,
      hint: 'Wait, then run it again.',
    });
  }
  if (refusal.rpc !== null) {
    // A failing server says nothing about revisions.
    const unspoken = status < 500 ? eraError(refusal.rpc, era, options) : undefined;
    return unspoken ?? rpcError(refusal.rpc, options);
  }
  if (status === 404 && refusal.inSession) {
    return new SessionError('mcp.session_lost', 'The endpoint answers 404 inside a session it had issued.', {
      ...options,
      hint: 'Sessions are kept in one instance only, or expire at once: use sticky routing or a shared store.',
    });
  }
  if (status === 404) {
    return new SessionError('endpoint.not_found', 'Nothing answers at this path (404).', {
      ...options,
      hint: 'Check the path of the URL; many servers listen at /mcp.',
    });
  }
  if (status === 405) {
    return new SessionError('endpoint.not_mcp', 'The endpoint does not accept POST (405).', {
      ...options,
      hint: 'Is this the endpoint of the Streamable HTTP transport? The older SSE transport is not supported.',
    });
  }
  if (status >= 500) return serverFault(refusal);
  if (/html/iu.test(refusal.contentType)) return htmlPage(refusal);
  return new SessionError(
    'endpoint.not_mcp',
    `The endpoint answers ${described(refusal)}, which is no MCP answer.`,
    {
      ...options,
      hint: 'Check that the URL is the MCP endpoint and that no proxy answers in its place.',
    },
  );
}

function unauthorized(refusal: Refusal, authorized: boolean): SessionError {
  const { challenge, wwwAuthenticate } = refusal;
  const said =
    wwwAuthenticate === null
      ? 'There was no WWW-Authenticate challenge'
      : challenge === null
        ? `The challenge is neither Bearer nor DPoP: ${quote(wwwAuthenticate)}`
        : `The challenge says ${reason(challenge)}`;
  const provider = providerOf(challenge, 401);
  return authorized
    ? new SessionError(
        'auth.rejected_token',
        `The endpoint rejects the token (401). ${said}.${again(refusal)}`,
        {
          phase: 'session',
          exchanges: [refusal.exchange],
          provider,
          hint: "Compare the token's aud, iss and exp with what the server checks; its log names the reason.",
        },
      )
    : new SessionError('auth.token_required', `The endpoint demands a token (401). ${said}.`, {
        phase: 'session',
        exchanges: [refusal.exchange],
        provider,
        hint: 'Name a --flow that gets one.',
      });
}

function forbidden(refusal: Refusal): SessionError {
  const options = {
    phase: 'session',
    exchanges: [refusal.exchange],
    provider: providerOf(refusal.challenge, 403),
  };
  if (refusal.challenge?.error === 'insufficient_scope') {
    const scope = refusal.challenge.scope;
    const needed =
      scope === undefined ? 'without naming the scope it wants' : `and asks for the scope ${quote(scope)}`;
    return new SessionError(
      'auth.insufficient_scope',
      `The endpoint refuses the token for want of scope (403), ${needed}.${again(refusal)}`,
      { ...options, hint: 'Ask for that scope with --scope, and check that the client was granted it.' },
    );
  }
  return new SessionError('auth.forbidden', `The endpoint answers ${described(refusal)}.`, {
    ...options,
    hint: 'The token was understood but is not allowed in, or a firewall answers: look for roles, groups, IP rules.',
  });
}

function again({ renewals = 0 }: Refusal): string {
  if (renewals === 0) return '';
  return ` It was tried ${renewals + 1} times, ${renewals} of them with a new token.`;
}

function serverFault(refusal: Refusal): SessionError {
  const busy = [502, 503, 504].includes(refusal.status);
  return new SessionError(
    busy ? 'unavailable.endpoint' : 'mcp.http_status',
    `The endpoint answers ${described(refusal)}.`,
    {
      phase: 'session',
      exchanges: [refusal.exchange],
      hint: busy
        ? 'The server behind the gateway is down or starting: try again.'
        : 'The server failed; its log names the reason. Token verifiers that throw are a common one.',
    },
  );
}

function htmlPage(refusal: Refusal): SessionError {
  const options = { phase: 'session', exchanges: [refusal.exchange] };
  return looksLikeLogin(refusal.body)
    ? new SessionError('endpoint.login_page', 'A login page came instead of an MCP answer.', {
        ...options,
        hint: 'A gateway in front of the server asks browsers to sign in: exempt the MCP path and its metadata.',
      })
    : new SessionError(
        'endpoint.not_mcp',
        `The endpoint answers ${described(refusal)}: a web page, not MCP.`,
        {
          ...options,
          hint: 'Check the path of the URL; many servers listen at /mcp.',
        },
      );
}

/** Whether an HTML page asks somebody to sign in. */
export function looksLikeLogin(html: string): boolean {
  return /type\s*=\s*["']?password|<title[^<>]*>[^<]{0,200}(?:sign[ -]?in|log[ -]?in|anmeld)/iu.test(html);
}

function described(refusal: Refusal): string {
  const kind = refusal.contentType === '' ? 'no content type' : quote(refusal.contentType, 80);
  return `${refusal.status} with ${kind}`;
}

function reason(challenge: Readonly<Record<string, string>>): string {
  const { error, error_description: description } = challenge;
  if (error === undefined && description === undefined) return 'no reason';
  return [error, description].flatMap((text) => (text === undefined ? [] : [quote(text)])).join(': ');
}

function providerOf(challenge: Refusal['challenge'], status: number) {
  const { error, error_description: description, scope, claims } = challenge ?? {};
  return {
    status,
    ...(error === undefined ? {} : { error }),
    ...(description === undefined ? {} : { description }),
    ...(scope === undefined ? {} : { scope }),
    ...(claims === undefined ? {} : { claims }),
  };
}

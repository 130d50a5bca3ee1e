import type { ErrorObject } from './errors.ts';
import type { Renewal } from './job.ts';
import type { Discovery, FlowRequest, Result, Session, Token, TokenSet } from './types.ts';

/** What every step of the road has in common as a result. */
export const ROAD = { group: 'road', level: 'MUST', spec: [] } as const;

export function discoveryResult(discovery: Discovery): Result {
  const metadata = discovery.authorizationServerMetadata;
  const open = discovery.answers.length > 0 && discovery.answers.every((answer) => answer.status < 300);
  return {
    ...ROAD,
    id: 'road/discovery',
    verdict: metadata === null ? 'warn' : 'pass',
    message: [
      open ? 'the endpoint answered without a token' : `without a token: ${statuses(discovery)}`,
      discovery.protectedResourceMetadata === null
        ? 'no protected resource metadata'
        : `protected resource metadata at ${discovery.protectedResourceMetadata.url}`,
      metadata === null ? 'no authorization server metadata' : `authorization server ${discovery.issuer}`,
    ].join('; '),
    exchanges: [
      ...discovery.answers.map((answer) => answer.exchange),
      ...[discovery.protectedResourceMetadata, metadata].flatMap((found) =>
        found === null ? [] : [found.exchange],
      ),
    ],
  };
}

function statuses(discovery: Discovery): string {
  return discovery.answers.map((answer) => answer.status).join(' and ') || 'not asked';
}

export function tokenResult(request: FlowRequest, tokens: TokenSet, token: Token): Result {
  const kind = token.appOnly === null ? '' : token.appOnly ? ", a machine's" : ", a person's";
  return {
    ...ROAD,
    id: 'road/token',
    flow: request.flow,
    verdict: 'pass',
    message:
      tokens.tokenType === 'none'
        ? 'no token, as asked'
        : `${token.format} token by ${tokens.library}${kind}`,
    exchanges: tokens.exchanges,
  };
}

/** A token that had to be got in the middle of a conversation, and why. */
export function renewalResult(request: FlowRequest, { why, tokens, token, found }: Renewal): Result {
  const reason = {
    scope: 'the endpoint asked for more scopes (403)',
    expired: 'the endpoint took the first token and then refused it (401)',
    moved: `the endpoint moved to the authorization server ${found?.discovery.issuer ?? ''}`,
  }[why];
  return {
    ...ROAD,
    id: 'road/renewal',
    flow: request.flow,
    verdict: why === 'moved' ? 'warn' : 'pass',
    message: `${reason}: another ${token.format} token by ${tokens.library}`,
    exchanges: tokens.exchanges,
  };
}

export function sessionResults(request: FlowRequest, session: Session): readonly Result[] {
  const at = { flow: request.flow, protocol: session.protocol };
  if (session.error !== null && session.tools.length === 0) {
    return [{ ...failed('road/session', session.error), ...at, exchanges: session.exchanges }];
  }
  const results: Result[] = [
    {
      ...ROAD,
      ...at,
      id: 'road/session',
      verdict: session.error === null ? 'pass' : 'fail',
      message: session.error?.message ?? `tools: ${session.tools.map((tool) => tool.name).join(', ')}`,
      exchanges: session.exchanges,
    },
  ];
  for (const call of session.calls) {
    results.push({
      ...ROAD,
      ...at,
      id: 'road/call',
      verdict: call.verdict,
      message:
        call.message ?? `${call.tool}(${JSON.stringify(call.arguments)}) = ${JSON.stringify(call.result)}`,
      exchanges: call.exchanges,
    });
  }
  return results;
}

export function failed(id: string, error: ErrorObject, flow?: string): Result {
  return {
    ...ROAD,
    id,
    ...(flow === undefined ? {} : { flow }),
    verdict: 'fail',
    message: error.message,
    exchanges: [],
  };
}

export function blocked(id: string, message: string, flow: string): Result {
  return { ...ROAD, id, flow, verdict: 'blocked', message, exchanges: [] };
}

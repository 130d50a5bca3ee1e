import { PROOF_ALGORITHMS } from '../proof.ts';
import type { ChallengeParts, Problem, ResourceContext, ScopeParts } from './parts.ts';

/** RFC 6750 §3, RFC 9449 §7.1, RFC 9728 §5.1 and MCP Authorization, Error Handling. */
export function correctChallenge({ metadataUrl, scopes, dpop }: ResourceContext): ChallengeParts {
  return {
    refusalStatus: (problem) => STATUS[problem.kind],
    challengeParameters: (problem) => [
      ...(problem.kind === 'no_token'
        ? []
        : ([
            ['error', problem.kind],
            ['error_description', problem.detail],
          ] as const)),
      ['resource_metadata', metadataUrl],
      ['scope', (problem.kind === 'insufficient_scope' ? problem.scopes : scopes).join(' ')],
    ],
    formatChallenge: (parameters) => {
      const listed = parameters.map(([name, value]) => `${name}="${value.replace(/["\\]/g, '')}"`).join(', ');
      const proofs = `, DPoP algs="${PROOF_ALGORITHMS.join(' ')}", ${listed}`;
      return `Bearer ${listed}${dpop ? proofs : ''}`;
    },
    refusalHeaders: (challenge, problem) => ({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(problem.kind === 'keys_unavailable' ? { 'retry-after': '5' } : { 'www-authenticate': challenge }),
    }),
    refusalBody: (problem) =>
      problem.kind === 'no_token'
        ? { error: 'unauthorized', error_description: 'An access token is required' }
        : { error: problem.kind, error_description: problem.detail },
  };
}

const STATUS: Readonly<Record<Problem['kind'], number>> = {
  no_token: 401,
  invalid_request: 400,
  invalid_token: 401,
  invalid_dpop_proof: 401,
  insufficient_scope: 403,
  keys_unavailable: 503,
};

const NEEDED: Readonly<Record<string, readonly string[]>> = {
  add: ['calculator.add'],
  subtract: ['calculator.subtract'],
};

export function correctScope(): ScopeParts {
  return {
    toolToAuthorize: ({ message }) =>
      message?.method === 'tools/call' ? String(message.params.name) : undefined,
    neededScopes: (tool) => (Object.hasOwn(NEEDED, tool) ? (NEEDED[tool] ?? []) : []),
    hasPermission: ({ permissions }, scope) =>
      permissions.includes(scope) || permissions.includes('calculator.all'),
    challengedScopes: (needed) => needed,
  };
}

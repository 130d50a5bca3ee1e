import type { HttpAnswer } from '../http.ts';
import type { Mutant } from '../mutant.ts';
import type { ResourceParts } from '../resource/parts.ts';

const REFUSAL_IS_ODD = ['scope/challenge-names-what-is-missing'];

/** Endpoints that do not see to scopes, or do not say which ones they want. */
export const scopeMutants: readonly Mutant[] = [
  {
    name: 'ignores-scopes',
    about: 'Every tool is carried out for every token.',
    resource: (parts) => ({ ...parts, hasPermission: () => true }),
    killedBy: ['scope/insufficient-is-403'],
    alsoBy: ['scope/refuses-token-without-scope'],
  },
  {
    name: 'insufficient-is-401',
    about: 'A token that lacks a scope is refused as if it were invalid.',
    resource: (parts) => ({
      ...parts,
      refusalStatus: (problem) =>
        problem.kind === 'insufficient_scope' ? 401 : parts.refusalStatus(problem),
    }),
    killedBy: ['scope/insufficient-is-403', 'scope/insufficient-is-not-401'],
    alsoBy: ['scope/refuses-token-without-scope'],
  },
  {
    name: 'insufficient-is-tool-error',
    about: 'A lack of scopes is told to the model in a tool result with status 200.',
    resource: (parts) =>
      insteadOfRefusal(parts, {
        jsonrpc: '2.0',
        id: 1,
        result: { content: [{ type: 'text', text: 'not allowed' }], isError: true },
      }),
    killedBy: ['scope/insufficient-is-403'],
    alsoBy: ['scope/refuses-token-without-scope'],
  },
  {
    name: 'insufficient-is-rpc-error',
    about: 'A lack of scopes is a JSON-RPC error with status 200.',
    resource: (parts) =>
      insteadOfRefusal(parts, { jsonrpc: '2.0', id: 1, error: { code: -32003, message: 'not allowed' } }),
    killedBy: ['scope/insufficient-is-403'],
    alsoBy: ['scope/refuses-token-without-scope'],
  },
  {
    name: 'insufficient-without-challenge',
    about: 'The 403 has no WWW-Authenticate header.',
    resource: (parts) => ({
      ...parts,
      refusalHeaders: (challenge, problem) =>
        problem.kind === 'insufficient_scope'
          ? { 'content-type': 'application/json' }
          : parts.refusalHeaders(challenge, problem),
    }),
    killedBy: REFUSAL_IS_ODD,
  },
  {
    name: 'insufficient-without-scope',
    about: 'The challenge of the 403 does not say which scopes are needed.',
    resource: (parts) => withoutParameter(parts, 'scope'),
    killedBy: REFUSAL_IS_ODD,
  },
  {
    name: 'insufficient-without-metadata',
    about: 'The challenge of the 403 has no resource_metadata.',
    resource: (parts) => withoutParameter(parts, 'resource_metadata'),
    killedBy: REFUSAL_IS_ODD,
  },
  {
    name: 'insufficient-without-error',
    about: 'The challenge of the 403 does not say that it is about scopes.',
    resource: (parts) => withoutParameter(parts, 'error'),
    killedBy: REFUSAL_IS_ODD,
  },
  {
    name: 'insufficient-names-other-metadata',
    about: 'The 403 points to another metadata document than the 401.',
    resource: (parts) => ({
      ...parts,
      challengeParameters: (problem) =>
        parts
          .challengeParameters(problem)
          .map(([name, value]) =>
            name === 'resource_metadata' && problem.kind === 'insufficient_scope'
              ? ([name, `${value}/other`] as const)
              : ([name, value] as const),
          ),
    }),
    killedBy: REFUSAL_IS_ODD,
  },
  {
    name: 'insufficient-names-granted-scopes',
    about: 'The challenge of the 403 names the scopes that the token has.',
    resource: (parts) => ({
      ...parts,
      challengedScopes: (_needed, { claims }) => String(claims.scope).split(' '),
    }),
    killedBy: ['scope/challenge-names-what-is-missing', 'scope/challenge-is-complete'],
    alsoBy: ['scope/steps-up'],
  },
  {
    name: 'challenges-scope-by-scope',
    about: 'A tool needs two scopes, and the challenge names one of them at a time.',
    resource: (parts) => ({
      ...parts,
      neededScopes: (tool) =>
        tool === 'subtract' ? ['calculator.subtract', 'calculator.all'] : parts.neededScopes(tool),
      challengedScopes: (needed, caller) =>
        needed.filter((scope) => !parts.hasPermission(caller, scope)).slice(0, 1),
    }),
    killedBy: ['scope/challenge-is-complete'],
    // The person asks for scopes by name, and is not given more in mid-conversation.
    alsoBy: ['scope/steps-up', 'token/refresh-works', 'server/answers-expected-results'],
  },
  {
    name: 'challenges-unknown-scope',
    about: 'The challenge of the 403 spells scopes in a way that the authorization server does not know.',
    resource: (parts) => ({
      ...parts,
      challengedScopes: (needed) => needed.map((scope) => scope.toUpperCase()),
    }),
    killedBy: ['scope/steps-up'],
  },
  {
    name: 'remembers-refusal',
    about: 'What a principal was once refused stays refused, whatever token comes next.',
    resource: (parts) => {
      const refused = new Set<string>();
      return {
        ...parts,
        hasPermission: (caller, scope) => {
          const key = `${caller.principal} ${scope}`;
          const may = !refused.has(key) && parts.hasPermission(caller, scope);
          if (!may) refused.add(key);
          return may;
        },
      };
    },
    killedBy: ['scope/steps-up'],
    alsoBy: ['scope/challenge-is-complete', 'scope/honours-broader-scope'],
  },
  {
    name: 'compares-scopes-by-word',
    about: 'A broader scope is not taken for the narrower ones that it includes.',
    resource: (parts) => ({
      ...parts,
      hasPermission: ({ permissions }, scope) => permissions.includes(scope),
    }),
    killedBy: ['scope/honours-broader-scope'],
  },
  {
    name: 'takes-no-scope-for-every-scope',
    about: 'The comparison of scopes is skipped when the token has none of this endpoint.',
    resource: (parts) => ({
      ...parts,
      hasPermission: (caller, scope) =>
        !String(caller.claims.scope).includes('calculator.') || parts.hasPermission(caller, scope),
    }),
    killedBy: ['scope/refuses-token-without-scope'],
  },
];

function withoutParameter(parts: ResourceParts, name: string): ResourceParts {
  return {
    ...parts,
    challengeParameters: (problem) =>
      parts
        .challengeParameters(problem)
        .filter(([known]) => problem.kind !== 'insufficient_scope' || known !== name),
  };
}

/** The refusal keeps its place before the tool, but not its status. */
function insteadOfRefusal(parts: ResourceParts, body: object): ResourceParts {
  const answer: ResourceParts['answer'] = (_request, given): HttpAnswer =>
    given.status === 403 && given.body?.includes('insufficient_scope')
      ? { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      : given;
  return { ...parts, answer };
}

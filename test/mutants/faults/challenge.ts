import type { Mutant } from '../mutant.ts';
import type { ResourceContext, ResourceParts } from '../resource/parts.ts';

type Parameters = readonly (readonly [name: string, value: string])[];

/** The challenge of a request without a token with other parameters; those of other refusals stay. */
function withParameters(
  change: (parameters: Parameters, context: ResourceContext) => Parameters,
): NonNullable<Mutant['resource']> {
  return (parts, context) => ({
    ...parts,
    challengeParameters: (problem) => {
      const parameters = parts.challengeParameters(problem);
      return problem.kind === 'no_token' ? change(parameters, context) : parameters;
    },
  });
}

function without(parameters: Parameters, left: string): Parameters {
  return parameters.filter(([name]) => name !== left);
}

/** The body of a refusal without a token. */
function withBody(body: object): NonNullable<Mutant['resource']> {
  return (parts) => ({
    ...parts,
    refusalBody: (problem) => (problem.kind === 'no_token' ? body : parts.refusalBody(problem)),
  });
}

/** The whole value of WWW-Authenticate where it has no error, as for a request without a token. */
function withValue(change: (value: string) => string): NonNullable<Mutant['resource']> {
  return (parts: ResourceParts) => ({
    ...parts,
    formatChallenge: (parameters) => {
      const value = parts.formatChallenge(parameters);
      return parameters.some(([name]) => name === 'error') ? value : change(value);
    },
  });
}

/** Endpoints whose refusal of a request without a token does not help, or says too much. */
export const challengeMutants: readonly Mutant[] = [
  {
    name: 'no-challenge',
    about: 'A request without a token is refused without WWW-Authenticate.',
    resource: (parts) => ({
      ...parts,
      refusalHeaders: (challenge, problem) =>
        problem.kind === 'no_token'
          ? { 'content-type': 'application/json' }
          : parts.refusalHeaders(challenge, problem),
    }),
    killedBy: ['discovery/challenge-is-well-formed'],
  },
  {
    name: 'challenges-with-basic',
    about: 'The challenge is one for user name and password.',
    resource: withValue(() => 'Basic realm="mcp"'),
    killedBy: ['discovery/challenge-is-well-formed'],
  },
  {
    name: 'challenge-without-parameters',
    about: 'The challenge is the word Bearer and nothing else.',
    resource: withValue(() => 'Bearer'),
    killedBy: ['discovery/challenge-is-well-formed'],
    alsoBy: ['discovery/challenge-names-resource-metadata', 'discovery/challenge-names-scope'],
  },
  {
    name: 'challenge-with-bare-quotes',
    about: 'Quotation marks inside a value of the challenge are not escaped.',
    resource: withValue((value) => `${value}, error_description="no "Authorization" header"`),
    killedBy: ['discovery/challenge-is-well-formed'],
  },
  {
    name: 'challenge-with-escaped-quotes',
    about: 'Quotation marks inside error_description are escaped, where the rule allows none at all.',
    resource: withValue((value) => `${value}, error_description="no \\"Authorization\\" header"`),
    killedBy: ['discovery/challenge-is-well-formed'],
  },
  {
    name: 'challenges-with-negotiate-first',
    about: 'A challenge of another scheme stands before the Bearer one.',
    resource: withValue((value) => `Negotiate, ${value}`),
    killedBy: ['discovery/challenge-comes-first'],
  },
  {
    name: 'challenge-without-metadata',
    about: 'The challenge does not say where the metadata is.',
    resource: withParameters((parameters) => without(parameters, 'resource_metadata')),
    killedBy: ['discovery/challenge-names-resource-metadata'],
  },
  {
    name: 'challenge-names-metadata-nowhere',
    about: 'The challenge names a URL at which there is no metadata.',
    resource: withParameters((parameters, { origin }) => [
      ...without(parameters, 'resource_metadata'),
      ['resource_metadata', `${origin}/nowhere`],
    ]),
    killedBy: ['discovery/challenge-names-resource-metadata'],
    alsoBy: ['scope/challenge-names-what-is-missing'],
  },
  {
    name: 'challenge-names-metadata-relatively',
    about: 'The challenge names the metadata by a path alone.',
    resource: withParameters((parameters, { metadataUrl }) => [
      ...without(parameters, 'resource_metadata'),
      ['resource_metadata', new URL(metadataUrl).pathname],
    ]),
    killedBy: ['discovery/challenge-names-resource-metadata'],
    alsoBy: ['scope/challenge-names-what-is-missing', 'discovery/metadata-urls-are-https'],
  },
  {
    name: 'challenge-names-metadata-elsewhere',
    about: 'The challenge names a URL on another origin, where nobody answers.',
    resource: withParameters((parameters) => [
      ...without(parameters, 'resource_metadata'),
      ['resource_metadata', 'http://127.0.0.1:9/.well-known/oauth-protected-resource/mcp'],
    ]),
    killedBy: ['discovery/metadata-on-own-origin'],
    alsoBy: ['scope/challenge-names-what-is-missing', 'discovery/challenge-names-resource-metadata'],
  },
  {
    name: 'challenge-changes-its-metadata',
    about: 'The challenge names another URL of the metadata each time.',
    resource: (parts) => {
      let count = 0;
      return {
        ...parts,
        challengeParameters: (problem) =>
          parts.challengeParameters(problem).map(([name, value]) => {
            if (name !== 'resource_metadata') return [name, value] as const;
            count += 1;
            return [name, `${value}?instance=${count}`] as const;
          }),
      };
    },
    killedBy: ['discovery/challenge-is-stable'],
    alsoBy: ['scope/challenge-names-what-is-missing'],
  },
  {
    name: 'challenge-changes-its-scopes',
    about: 'The challenge of one and the same request asks for other scopes each time.',
    resource: (parts) => {
      let count = 0;
      return {
        ...parts,
        challengeParameters: (problem) =>
          parts.challengeParameters(problem).map(([name, value]) => {
            if (name !== 'scope' || problem.kind !== 'no_token') return [name, value] as const;
            count += 1;
            return [name, `${value} instance.${count}`] as const;
          }),
      };
    },
    killedBy: ['discovery/challenge-is-stable'],
  },
  {
    name: 'challenge-without-scope',
    about: 'The challenge names no scope.',
    resource: withParameters((parameters) => without(parameters, 'scope')),
    killedBy: ['discovery/challenge-names-scope'],
  },
  {
    name: 'challenge-with-commas-between-scopes',
    about: 'The scopes of the challenge are separated by commas.',
    resource: withParameters((parameters, { scopes }) => [
      ...without(parameters, 'scope'),
      ['scope', scopes.join(', ')],
    ]),
    killedBy: ['discovery/challenge-names-scope'],
  },
  {
    name: 'challenge-asks-for-offline-access',
    about: 'The challenge asks for a refresh token in the name of the resource.',
    resource: withParameters((parameters, { scopes }) => [
      ...without(parameters, 'scope'),
      ['scope', [...scopes, 'offline_access'].join(' ')],
    ]),
    killedBy: ['discovery/challenge-leaves-out-offline-access'],
  },
  {
    name: 'challenge-with-error-for-no-token',
    about: 'A request without a token is told that its token is invalid.',
    resource: withParameters((parameters) => [['error', 'invalid_token'], ...parameters]),
    killedBy: ['discovery/challenge-without-error-when-no-token'],
  },
  {
    name: 'refusal-with-stack-trace',
    about: 'The body of a refusal shows where the code threw.',
    resource: withBody({
      error: 'unauthorized',
      stack:
        'UnauthorizedError: no token\n    at verify (/app/src/gate.js:41:11)\n    at next (/app/index.js:7:3)',
    }),
    killedBy: ['discovery/refusal-reveals-nothing'],
  },
  {
    name: 'refusal-lists-tools',
    about: 'The body of a refusal tells what one could call with a token.',
    resource: withBody({ error: 'unauthorized', tools: ['add', 'subtract', 'open_note'] }),
    killedBy: ['discovery/refusal-reveals-nothing'],
  },
  {
    name: 'refusal-names-its-software',
    about: 'The body of a refusal names the software and its version.',
    resource: withBody({ error: 'unauthorized', server: 'nginx/1.18.0 (Ubuntu)' }),
    killedBy: ['discovery/refusal-reveals-nothing'],
  },
];

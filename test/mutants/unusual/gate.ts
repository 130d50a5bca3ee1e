import type { Unusual } from './unusual.ts';

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/** Other doors. */
export const gateUnusuals: readonly Unusual[] = [
  {
    name: 'two-challenges',
    about: 'Offers Basic beside Bearer, Bearer first.',
    resource: (parts) => ({
      ...parts,
      formatChallenge: (parameters) => `${parts.formatChallenge(parameters)}, Basic realm="calculator"`,
    }),
  },
  {
    name: 'lower-case-scheme',
    about: 'Writes the scheme of its challenge in lower case.',
    resource: (parts) => ({
      ...parts,
      formatChallenge: (parameters) => parts.formatChallenge(parameters).replace(/^Bearer/, 'bearer'),
    }),
  },
  {
    name: 'says-invalid-token-without-one',
    about: 'Says error="invalid_token" although there was none, as stock SDK servers do.',
    resource: (parts) => ({
      ...parts,
      challengeParameters: (problem) =>
        parts.challengeParameters(
          problem.kind === 'no_token' ? { kind: 'invalid_token', detail: 'Missing token' } : problem,
        ),
    }),
  },
  {
    name: 'refuses-malformed-headers-with-401',
    about: 'Answers 401 and not 400 to an Authorization header that cannot be read.',
    resource: (parts) => ({
      ...parts,
      refusalStatus: (problem) => (problem.kind === 'invalid_request' ? 401 : parts.refusalStatus(problem)),
    }),
  },
  {
    name: 'metadata-at-the-root',
    about: 'Its metadata stands at the root only, which the challenge names.',
    resource: (parts, context) => ({
      ...parts,
      metadataDocument: (path) =>
        path === WELL_KNOWN ? parts.metadataDocument(`${WELL_KNOWN}/mcp`) : undefined,
      challengeParameters: (problem) =>
        parts
          .challengeParameters(problem)
          .map(([name, value]) =>
            name === 'resource_metadata'
              ? ([name, `${context.origin}${WELL_KNOWN}`] as const)
              : [name, value],
          ),
    }),
  },
  {
    name: 'metadata-by-header-only',
    about: 'Its metadata stands at a path of its own, which only the challenge names.',
    resource: (parts, context) => {
      const own = '/.well-known/oauth-protected-resource/calculator-metadata';
      return {
        ...parts,
        metadataDocument: (path) => (path === own ? parts.metadataDocument(`${WELL_KNOWN}/mcp`) : undefined),
        challengeParameters: (problem) =>
          parts
            .challengeParameters(problem)
            .map(([name, value]) =>
              name === 'resource_metadata' ? ([name, `${context.origin}${own}`] as const) : [name, value],
            ),
      };
    },
  },
  {
    name: 'whole-origin',
    about:
      'The whole origin is the resource: its metadata stands at the root, and tokens are for the origin.',
    demandsClaims: false,
    resource: (parts, context) => ({
      ...parts,
      metadataDocument: (path) =>
        path === WELL_KNOWN
          ? { ...parts.metadataDocument(`${WELL_KNOWN}/mcp`), resource: context.origin }
          : undefined,
      challengeParameters: (problem) =>
        parts.challengeParameters(problem).filter(([name]) => name !== 'resource_metadata'),
      acceptsAudience: (aud) => [aud].flat().includes(context.origin),
    }),
    server: (parts) => ({
      ...parts,
      acceptsResource: (resource) => parts.acceptsResource(resource) || isOrigin(resource),
      audienceOf: (asked, granted) =>
        parts
          .audienceOf(asked, granted)
          .map((one) => (one.endsWith('/mcp') && isLocal(one) ? originOf(one) : one)),
    }),
    mayWarn: {
      'scope/challenge-names-what-is-missing': 'neither does that of 403',
      'discovery/challenge-names-resource-metadata':
        'the challenge names none, and the well-known place does',
    },
  },
  {
    name: 'no-browser-at-all',
    about: 'Sends no CORS header and refuses every foreign origin.',
    resource: (parts) => ({
      ...parts,
      corsHeaders: () => ({}),
      preflight: () => ({ status: 403, headers: {} }),
      metadataHeaders: () => ({ 'content-type': 'application/json' }),
    }),
  },
];

function isLocal(url: string): boolean {
  return new URL(url).hostname === '127.0.0.1';
}

function isOrigin(url: string): boolean {
  return URL.canParse(url) && isLocal(url) && new URL(url).pathname === '/';
}

function originOf(url: string): string {
  return new URL(url).origin;
}

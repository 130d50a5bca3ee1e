import type { Mutant } from '../mutant.ts';

/** Endpoints that let the wrong pages near, or keep the right ones from what they need. */
export const browserMutants: readonly Mutant[] = [
  {
    name: 'takes-any-origin',
    about: 'The endpoint does not look at Origin.',
    resource: (parts) => ({ ...parts, allowsOrigin: () => true }),
    killedBy: ['browser/refuses-foreign-origin', 'browser/refuses-null-origin'],
  },
  {
    name: 'takes-origins-that-begin-alike',
    about: "The endpoint compares only how an Origin begins with its own site's name.",
    resource: (parts, { origin }) => ({
      ...parts,
      allowsOrigin: (one) => one.startsWith(origin.replace(/:\d+$/, '')),
    }),
    killedBy: ['browser/refuses-foreign-origin'],
  },
  {
    name: 'refuses-origins-with-400',
    about: 'The endpoint answers 400 to an Origin that it does not know.',
    resource: (parts) => ({ ...parts, foreignStatus: (what) => (what === 'origin' ? 400 : 403) }),
    killedBy: ['browser/refuses-foreign-origin', 'browser/refuses-null-origin'],
  },
  {
    name: 'takes-the-null-origin',
    about: 'The endpoint has "null" on its list of origins.',
    resource: (parts) => ({
      ...parts,
      allowsOrigin: (origin) => origin === 'null' || parts.allowsOrigin(origin),
    }),
    killedBy: ['browser/refuses-null-origin'],
  },
  {
    name: 'takes-any-host',
    about: 'The endpoint does not look at Host.',
    resource: (parts) => ({ ...parts, allowsHost: () => true }),
    killedBy: ['browser/refuses-foreign-host'],
  },
  {
    name: 'trusts-rebound-pages',
    about: 'The endpoint looks at neither Host nor Origin, so that a rebound page gets in.',
    resource: (parts) => ({ ...parts, allowsHost: () => true, allowsOrigin: () => true }),
    killedBy: ['browser/refuses-foreign-host'],
    alsoBy: ['browser/refuses-foreign-origin', 'browser/refuses-null-origin'],
  },
  {
    name: 'refuses-its-own-origin',
    about: 'The endpoint refuses whatever has an Origin.',
    resource: (parts) => ({ ...parts, allowsOrigin: () => false }),
    killedBy: ['browser/accepts-its-own-origin'],
    alsoBy: ['browser/answers-preflight'],
  },
  {
    name: 'listens-everywhere',
    about: 'The server of this machine listens on all its addresses.',
    options: { listensOn: '0.0.0.0' },
    killedBy: ['browser/binds-to-loopback'],
  },
  {
    name: 'hides-the-challenge-from-pages',
    about: 'The answers have CORS headers, but do not expose WWW-Authenticate.',
    resource: (parts) => ({
      ...parts,
      corsHeaders: (origin) => ({
        ...parts.corsHeaders(origin),
        'access-control-expose-headers': 'Mcp-Session-Id',
      }),
    }),
    killedBy: ['browser/exposes-challenge-across-origins'],
  },
  {
    name: 'hides-the-session-from-pages',
    about: 'The answers have CORS headers, but do not expose Mcp-Session-Id.',
    resource: (parts) => ({
      ...parts,
      corsHeaders: (origin) => ({
        ...parts.corsHeaders(origin),
        'access-control-expose-headers': 'WWW-Authenticate',
      }),
    }),
    killedBy: ['browser/exposes-challenge-across-origins'],
  },
  {
    name: 'forgets-cors-on-refusals',
    about: 'The gate refuses without the CORS headers that other answers have.',
    resource: (parts) => ({
      ...parts,
      answer: (_request, answer) => ({
        ...answer,
        headers: Object.fromEntries(
          Object.entries(answer.headers).filter(
            ([name]) => answer.status !== 401 || !name.startsWith('access-control-'),
          ),
        ),
      }),
    }),
    killedBy: ['browser/exposes-challenge-across-origins'],
  },
  {
    name: 'wants-a-token-for-preflights',
    about: 'OPTIONS goes to the gate like everything else.',
    resource: (parts) => ({ ...parts, preflight: () => undefined }),
    killedBy: ['browser/answers-preflight'],
  },
  {
    name: 'allows-too-few-headers',
    about: 'The preflight allows any header by "*", which does not include Authorization.',
    resource: (parts) => ({
      ...parts,
      preflight: () => ({ status: 204, headers: { 'access-control-allow-headers': '*' } }),
    }),
    killedBy: ['browser/answers-preflight'],
  },
  {
    name: 'forgets-headers-of-mcp',
    about: 'The preflight allows Authorization and Content-Type, but no header of MCP.',
    resource: (parts) => ({
      ...parts,
      preflight: () => ({
        status: 204,
        headers: { 'access-control-allow-headers': 'Authorization, Content-Type' },
      }),
    }),
    killedBy: ['browser/answers-preflight'],
  },
  {
    name: 'echoes-origins-with-credentials',
    about: 'Every answer repeats the Origin it came from and allows credentials.',
    resource: (parts) => ({
      ...parts,
      answer: (request, answer) => ({
        ...answer,
        headers: {
          ...answer.headers,
          'access-control-allow-origin': request.headers.origin ?? '*',
          'access-control-allow-credentials': 'true',
        },
      }),
    }),
    killedBy: ['browser/keeps-credentials-from-other-origins'],
  },
];

import { header } from '../http.ts';
import type { Mutant } from '../mutant.ts';
import { lets, opensOldStream, withHeader } from '../open-doors.ts';

/** Endpoints that do not see what headers and body say of one request. */
export const contradictionMutants: readonly Mutant[] = [
  {
    name: 'believes-the-body',
    about: 'Headers are not compared with the body at all.',
    resource: (parts) => ({ ...parts, headerProblem: () => undefined }),
    killedBy: ['coverage/refuses-header-that-contradicts-body'],
  },
  {
    name: 'does-not-compare-the-method',
    about: 'Mcp-Method may say anything.',
    resource: (parts) => ({
      ...parts,
      headerProblem: (call) =>
        parts.headerProblem(
          call.message === undefined ? call : withHeader(call, 'mcp-method', call.message.method),
        ),
    }),
    killedBy: ['coverage/refuses-header-that-contradicts-body'],
  },
  {
    name: 'does-not-compare-the-name',
    about: 'Mcp-Name may say anything.',
    resource: (parts) => ({
      ...parts,
      headerProblem: (call) =>
        parts.headerProblem(withHeader(call, 'mcp-name', String(call.message?.params.name))),
    }),
    killedBy: ['coverage/refuses-header-that-contradicts-body'],
  },
  {
    name: 'permits-by-header',
    about: 'The permission is checked for the tool in Mcp-Name, the one in the body is carried out.',
    resource: (parts) => ({
      ...parts,
      headerProblem: () => undefined,
      toolToAuthorize: ({ request }) => header(request, 'mcp-name'),
    }),
    killedBy: ['coverage/refuses-header-that-contradicts-body'],
    alsoBy: ['scope/insufficient-is-403', 'scope/refuses-token-without-scope'],
  },
  {
    name: 'carries-out-the-header',
    about: 'The method in Mcp-Method is carried out, whatever the body says.',
    resource: (parts) => ({
      ...parts,
      headerProblem: () => undefined,
      effectiveMessage: ({ request }, message) => ({
        ...message,
        method: header(request, 'mcp-method') ?? message.method,
      }),
    }),
    killedBy: ['coverage/refuses-header-that-contradicts-body'],
  },
  {
    name: 'calls-a-contradiction-an-invalid-request',
    about: 'A contradiction is refused with a code that clients do not know for it.',
    resource: (parts) => ({
      ...parts,
      headerProblem: (call) => {
        const problem = parts.headerProblem(call);
        return problem?.code === -32020 ? { ...problem, code: -32600 } : problem;
      },
    }),
    killedBy: ['coverage/refuses-header-that-contradicts-body'],
  },
];

/** Endpoints that can be had at an address or in a way that the gate does not know. */
export const addressMutants: readonly Mutant[] = [
  ...(
    [
      ['a-slash-more', '/mcp/'],
      ['a-slash-before', '//mcp'],
      ['upper-case', '/MCP'],
      ['an-encoded-slash', '/mcp%2f'],
      ['a-path-parameter', '/mcp;x'],
    ] as const
  ).map(
    ([name, path]): Mutant => ({
      name: `gate-does-not-know-${name}`,
      about: `${path} is routed to the endpoint, but the gate stands at /mcp alone.`,
      resource: (parts) => ({
        ...lets(parts, ({ request }) => request.path === path),
        isEndpoint: (asked) => asked === path || parts.isEndpoint(asked),
      }),
      killedBy: ['coverage/rejects-path-variants'],
    }),
  ),
  {
    name: 'takes-the-override-header-at-its-word',
    about: 'The gate lets preflight requests pass, also those that only X-HTTP-Method-Override calls so.',
    resource: (parts) =>
      lets(parts, ({ request }) => header(request, 'x-http-method-override') === 'OPTIONS'),
    killedBy: ['coverage/rejects-path-variants'],
  },
  {
    name: 'serves-the-old-transport-at-sse',
    about: 'GET /sse still opens a stream of 2024-11-05, to anybody.',
    resource: (parts) => opensOldStream(parts, '/sse'),
    killedBy: ['coverage/rejects-legacy-sse-without-token'],
  },
  {
    name: 'serves-the-old-transport-at-the-endpoint',
    about: 'GET of the endpoint opens a stream of 2024-11-05, to anybody.',
    resource: (parts) => opensOldStream(parts, '/mcp'),
    killedBy: ['coverage/rejects-legacy-sse-without-token'],
    alsoBy: [
      'endpoint/rejects-get-without-token',
      'coverage/rejects-replay-without-token',
      'session/is-no-credential',
      'session/belongs-to-its-principal',
    ],
  },
];

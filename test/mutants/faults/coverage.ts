import { header, json } from '../http.ts';
import type { Mutant } from '../mutant.ts';
import { answersBeforeTheGate, asks, isUnknown, lets, notFound, turns } from '../open-doors.ts';
import { addressMutants, contradictionMutants } from './coverage-by-address.ts';

const BOTH = [
  'coverage/rejects-listing-resources-without-token',
  'coverage/rejects-listing-prompts-without-token',
  'coverage/rejects-unknown-methods-without-token',
];

/** What notices a gate that overlooks one era. */
const OF_ERA = {
  handshake: [
    ...BOTH,
    'coverage/rejects-listing-tools-without-token',
    'coverage/rejects-ping-without-token',
    'coverage/rejects-requests-without-version',
  ],
  modern: [...BOTH, 'coverage/rejects-discover-without-token', 'coverage/rejects-subscribing-without-token'],
} as const;

/** The doors that every request goes through. */
const DOORS = [
  'endpoint/rejects-no-token',
  'endpoint/rejects-tool-call-without-token',
  'endpoint/rejects-notification-without-token',
  'endpoint/rejects-other-scheme',
  'coverage/rejects-path-variants',
];

const ALSO_OF_ERA = {
  handshake: [
    ...DOORS,
    'endpoint/rejects-get-without-token',
    'coverage/rejects-deleting-without-token',
    'session/is-no-credential',
  ],
  modern: DOORS,
} as const;

/** Endpoints with a gate that does not stand in front of everything. */
export const coverageMutants: readonly Mutant[] = [
  {
    name: 'lists-tools-to-anybody',
    about: 'tools/list of the handshake era is answered before the gate, without session and token.',
    resource: (parts) =>
      answersBeforeTheGate(parts, ({ era, message }) =>
        era === 'handshake' && asks(message, 'tools/list') ? { tools: [] } : undefined,
      ),
    killedBy: ['coverage/rejects-listing-tools-without-token'],
    alsoBy: ['coverage/rejects-requests-without-version', 'session/is-no-credential'],
  },
  {
    name: 'tools-list-is-not-guarded',
    about: 'The gate lets tools/list of the handshake era pass; only the missing session stops it.',
    resource: (parts) =>
      lets(parts, ({ era, message }) => era === 'handshake' && asks(message, 'tools/list')),
    killedBy: ['coverage/rejects-listing-tools-without-token'],
    alsoBy: ['coverage/rejects-requests-without-version', 'session/is-no-credential'],
  },
  {
    name: 'answers-anybodys-ping',
    about: 'ping is answered before the gate, because a load balancer asks it.',
    resource: (parts) =>
      answersBeforeTheGate(parts, ({ message }) => (asks(message, 'ping') ? {} : undefined)),
    killedBy: ['coverage/rejects-ping-without-token'],
  },
  {
    name: 'ping-is-not-guarded',
    about: 'The gate lets ping pass; only the missing session stops it.',
    resource: (parts) => lets(parts, ({ message }) => asks(message, 'ping')),
    killedBy: ['coverage/rejects-ping-without-token'],
  },
  ...['resources', 'prompts'].map(
    (kind): Mutant => ({
      name: `lists-${kind}-to-anybody`,
      about: `The gate knows ${kind}/list for harmless and lets it pass.`,
      resource: (parts) => lets(parts, ({ message }) => asks(message, `${kind}/list`)),
      killedBy: [`coverage/rejects-listing-${kind}-without-token`],
    }),
  ),
  {
    name: 'looks-for-prompts-before-the-token',
    about: 'A server without prompts says so before it asks for a token.',
    resource: (parts) =>
      turns(parts, ({ message }) => (asks(message, 'prompts/list') ? notFound(message) : undefined)),
    killedBy: ['coverage/rejects-listing-prompts-without-token'],
  },
  {
    name: 'tells-anybody-what-it-can',
    about: 'server/discover needs no token.',
    resource: (parts) => lets(parts, ({ message }) => asks(message, 'server/discover')),
    killedBy: ['coverage/rejects-discover-without-token'],
  },
  {
    name: 'opens-subscriptions-to-anybody',
    about: 'The handler of streams is mounted beside the gate.',
    resource: (parts) => lets(parts, ({ message }) => asks(message, 'subscriptions/listen')),
    killedBy: ['coverage/rejects-subscribing-without-token'],
  },
  {
    name: 'ends-anybodys-session',
    about: 'DELETE is routed round the gate: the session id is enough.',
    resource: (parts, context) => lets(parts, ({ request }) => request.method === 'DELETE', context),
    killedBy: ['coverage/rejects-deleting-without-token'],
    alsoBy: ['session/is-no-credential'],
  },
  {
    name: 'ends-the-session-and-then-asks',
    about: 'DELETE without a token is answered 401, but the session is gone by then.',
    resource: (parts, { sessions }) => ({
      ...parts,
      answer: (request, answer) => {
        if (request.method === 'DELETE') sessions.delete(header(request, 'mcp-session-id') ?? '');
        return parts.answer(request, answer);
      },
    }),
    killedBy: ['coverage/rejects-deleting-without-token'],
  },
  {
    name: 'says-not-found-to-deletions',
    about: 'DELETE without a token is let through the gate and then finds nothing of its own.',
    resource: (parts) => lets(parts, ({ request }) => request.method === 'DELETE'),
    killedBy: ['coverage/rejects-deleting-without-token'],
    alsoBy: ['session/is-no-credential'],
  },
  {
    name: 'replays-to-anybody',
    about: 'A GET with Last-Event-ID is taken for the owner of the session.',
    resource: (parts, context) =>
      lets(
        parts,
        ({ request }) => request.method === 'GET' && header(request, 'last-event-id') !== undefined,
        context,
      ),
    killedBy: ['coverage/rejects-replay-without-token'],
  },
  {
    name: 'dispatches-batches-before-the-gate',
    about: 'An array is taken apart and answered before anybody asks for a token.',
    resource: (parts) =>
      turns(parts, ({ body }) =>
        Array.isArray(body)
          ? json(200, [
              { jsonrpc: '2.0', id: 1, result: { tools: [] } },
              { jsonrpc: '2.0', id: 2, result: {} },
            ])
          : undefined,
      ),
    killedBy: ['coverage/rejects-batches-without-token'],
  },
  {
    name: 'looks-for-the-method-before-the-token',
    about: '404 with -32601 comes before 401.',
    resource: (parts) =>
      turns(parts, ({ message }) => (isUnknown(message) ? notFound(message, 404) : undefined)),
    killedBy: ['coverage/rejects-unknown-methods-without-token'],
  },
  {
    name: 'tells-anybody-which-methods-there-are',
    about: 'An unknown method is answered 200 with -32601 before the gate.',
    resource: (parts) => turns(parts, ({ message }) => (isUnknown(message) ? notFound(message) : undefined)),
    killedBy: ['coverage/rejects-unknown-methods-without-token'],
  },
  {
    name: 'gate-wants-a-version-header',
    about: 'In a session, requests without MCP-Protocol-Version are handled by older code without a gate.',
    resource: (parts, context) =>
      lets(
        parts,
        ({ era, request }) =>
          era === 'handshake' &&
          header(request, 'mcp-session-id') !== undefined &&
          header(request, 'mcp-protocol-version') === undefined,
        context,
      ),
    killedBy: ['coverage/rejects-requests-without-version'],
  },
  {
    name: 'gate-wants-modern-headers',
    about: 'A request of 2026-07-28 that comes without its headers is answered without a token.',
    resource: (parts) =>
      answersBeforeTheGate(parts, ({ request, message }) =>
        message?.params._meta !== undefined && header(request, 'mcp-protocol-version') === undefined
          ? { tools: [] }
          : undefined,
      ),
    killedBy: ['coverage/rejects-requests-without-version'],
  },
  ...(['handshake', 'modern'] as const).map(
    (era): Mutant => ({
      name: `gate-overlooks-${era}-requests`,
      about: `The gate was written for the other era and lets the ${era} shape pass.`,
      resource: (parts) => lets(parts, (call) => call.era === era),
      killedBy: OF_ERA[era],
      alsoBy: ALSO_OF_ERA[era],
    }),
  ),
  {
    name: 'takes-notifications-from-anybody',
    about: 'Notifications are answered 202 before the gate, as nothing comes of them.',
    resource: (parts) =>
      turns(parts, ({ message }) =>
        message !== undefined && message.id === undefined ? { status: 202, headers: {} } : undefined,
      ),
    killedBy: ['endpoint/rejects-notification-without-token'],
    alsoBy: ['session/is-no-credential'],
  },
  ...contradictionMutants,
  ...addressMutants,
];

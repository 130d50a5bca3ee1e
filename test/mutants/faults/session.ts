import { randomBytes, randomUUID } from 'node:crypto';
import { header, withHeaders } from '../http.ts';
import type { Mutant } from '../mutant.ts';
import { record } from '../resource/era.ts';
import type { Call, Caller, ResourceContext, ResourceParts, State } from '../resource/parts.ts';

const BOUND = ['session/belongs-to-its-principal'];
const CREDENTIAL = ['session/is-no-credential'];
const ID = ['session/id-is-unguessable'];

/** Endpoints that take sessions, handles and request states for more than they are. */
export const sessionMutants: readonly Mutant[] = [
  {
    name: 'session-open-to-strangers',
    about: 'A session is looked up by its id alone, as the examples of the official SDK do it.',
    resource: (parts) => ({ ...parts, ownsSession: () => true }),
    killedBy: BOUND,
  },
  {
    name: 'strangers-post-into-session',
    about: 'Whose session it is counts for GET and DELETE, and not for POST.',
    resource: (parts) => ownedUnless(parts, 'POST'),
    killedBy: BOUND,
  },
  {
    name: 'strangers-hear-session',
    about: 'Whoever knows the session id hears the events of the session.',
    resource: (parts) => ownedUnless(parts, 'GET'),
    killedBy: BOUND,
  },
  {
    name: 'strangers-end-session',
    about: 'Whoever knows the session id can end the session.',
    resource: (parts) => ownedUnless(parts, 'DELETE'),
    killedBy: BOUND,
  },
  {
    name: 'session-id-lets-post-in',
    about: 'A request with a known session id needs no token.',
    resource: (parts, context) => entry(parts, context, ({ message }) => message?.id !== undefined),
    killedBy: CREDENTIAL,
    alsoBy: ['coverage/rejects-requests-without-version'],
  },
  {
    name: 'session-id-lets-notification-in',
    about: 'A notification with a known session id needs no token.',
    resource: (parts, context) =>
      entry(parts, context, ({ message }) => message !== undefined && message.id === undefined),
    killedBy: CREDENTIAL,
  },
  {
    name: 'session-id-lets-get-in',
    about: 'A GET with a known session id needs no token.',
    resource: (parts, context) => entry(parts, context, ({ request }) => request.method === 'GET'),
    killedBy: CREDENTIAL,
    alsoBy: ['coverage/rejects-replay-without-token'],
  },
  {
    name: 'session-id-lets-delete-in',
    about: 'A DELETE with a known session id needs no token.',
    resource: (parts, context) => entry(parts, context, ({ request }) => request.method === 'DELETE'),
    killedBy: CREDENTIAL,
    alsoBy: ['coverage/rejects-deleting-without-token'],
  },
  {
    name: 'session-excuses-bad-token',
    about: 'The token is only looked at when a session begins.',
    resource: (parts, context) => ({
      ...parts,
      exempt: (call, problem) =>
        problem.kind === 'invalid_token' ? ownerOf(call, context) : parts.exempt(call, problem),
    }),
    killedBy: ['session/does-not-replace-a-good-token'],
  },
  ...idsMadeBy('session-ids-count', 'Session ids are consecutive numbers.', (count) => `session-${count}`),
  ...idsMadeBy(
    'session-ids-count-in-hex',
    'Session ids are a constant and a number in hexadecimal.',
    (count) => `7f3a9c00e1b24d5a${(0xfff0 + count).toString(16).padStart(16, '0')}`,
  ),
  ...idsMadeBy('session-ids-are-short', 'Session ids are 32 random bits.', () =>
    randomBytes(4).toString('hex'),
  ),
  ...idsMadeBy('session-ids-are-thin', 'Session ids are 80 random bits.', () =>
    randomBytes(10).toString('hex'),
  ),
  ...idsMadeBy(
    'session-ids-begin-with-time',
    'Session ids begin with the time.',
    () => `${Date.now()}-${randomUUID()}`,
  ),
  ...idsMadeBy('session-ids-are-one', 'All sessions have the same id.', () => 'the-one-and-only-session').map(
    (mutant) => ({
      ...mutant,
      // Whoever ends one ends them all.
      alsoBy: ['coverage/rejects-deleting-without-token', 'scope/*', 'session/*'],
    }),
  ),
  ...idsMadeBy('session-ids-hold-blanks', 'Session ids hold blanks.', () => `session ${randomUUID()}`),
  {
    name: 'session-lives-on',
    about: 'DELETE is answered as if it had ended the session, which lives on.',
    resource: (parts) => ({ ...parts, endSession: () => undefined }),
    killedBy: ['session/ends-when-deleted'],
  },
  {
    name: 'ended-session-is-400',
    about: 'A session that is not there is answered 400, as the examples of the official SDK do it.',
    resource: (parts) => ({
      ...parts,
      answer: (request, answer) =>
        answer.status === 404 && header(request, 'mcp-session-id') !== undefined
          ? { ...answer, status: 400 }
          : answer,
    }),
    killedBy: ['session/ends-when-deleted'],
  },
  {
    name: 'unknown-session-is-served',
    about: 'Any session id finds a session.',
    resource: (parts) => ({
      ...parts,
      findSession: (sessions, id) => sessions.get(id) ?? [...sessions.values()].at(-1),
    }),
    killedBy: ['session/unknown-is-refused'],
    alsoBy: ['session/ends-when-deleted'],
  },
  {
    name: 'unknown-session-is-401',
    about: 'A session id that is not there is answered as if the token were bad.',
    resource: (parts) => ({
      ...parts,
      answer: (request, answer) =>
        answer.status === 404 && header(request, 'mcp-session-id') !== undefined
          ? { ...answer, status: 401 }
          : answer,
    }),
    killedBy: ['session/unknown-is-refused'],
    alsoBy: ['session/ends-when-deleted'],
  },
  {
    name: 'modern-era-mints-sessions',
    about: 'Answers in the shape of 2026-07-28 carry a session id.',
    resource: (parts) => ({ ...parts, modernHeaders: () => ({ 'mcp-session-id': randomUUID() }) }),
    killedBy: ['session/not-minted-in-modern-era'],
  },
  {
    name: 'modern-era-echoes-sessions',
    about: 'A session id that comes with a request of 2026-07-28 is sent back.',
    resource: (parts) => ({
      ...parts,
      answer: (request, answer) => {
        const id = header(request, 'mcp-session-id');
        return id === undefined ? answer : withHeaders(answer, { 'mcp-session-id': id });
      },
    }),
    killedBy: ['session/not-minted-in-modern-era'],
  },
  {
    name: 'modern-era-wants-known-sessions',
    about: 'A request of 2026-07-28 with an unknown session id is refused.',
    resource: (parts) => ({
      ...parts,
      headerProblem: (call) =>
        header(call.request, 'mcp-session-id') === undefined
          ? parts.headerProblem(call)
          : { code: -32001, message: 'Session not found' },
    }),
    killedBy: ['session/not-minted-in-modern-era'],
  },
  {
    name: 'handle-open-to-strangers',
    about: 'Whoever knows the handle of a note can read it.',
    resource: (parts) => ({ ...parts, ownsNote: () => true }),
    killedBy: ['session/handle-belongs-to-its-principal'],
  },
  {
    name: 'handle-is-credential',
    about: 'A call with a known handle needs no token.',
    resource: (parts, { notes }) => ({
      ...parts,
      exempt: ({ message }) => notes.get(String(record(message?.params.arguments).handle))?.owner,
    }),
    killedBy: ['session/handle-belongs-to-its-principal'],
  },
  {
    name: 'request-state-unsealed',
    about: 'The seal of a request state is not looked at.',
    resource: (parts) => ({
      ...parts,
      unsealState: (sealed) => {
        const [payload = ''] = sealed.split('.');
        return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as State;
      },
    }),
    killedBy: ['session/request-state-is-bound'],
  },
  {
    name: 'request-state-of-anybody',
    about: 'A request state is taken from whoever sends it.',
    resource: (parts) => ({ ...parts, isStateOfCaller: () => true }),
    killedBy: ['session/request-state-is-bound'],
  },
];

function ownedUnless(parts: ResourceParts, method: string): ResourceParts {
  return {
    ...parts,
    ownsSession: (session, caller, call) =>
      call.request.method === method || parts.ownsSession(session, caller, call),
  };
}

function entry(
  parts: ResourceParts,
  context: ResourceContext,
  isOpen: (call: Call) => boolean,
): ResourceParts {
  return {
    ...parts,
    exempt: (call, problem) =>
      problem.kind === 'no_token' && isOpen(call) ? ownerOf(call, context) : parts.exempt(call, problem),
  };
}

function ownerOf({ request }: Call, { sessions }: ResourceContext): Caller | undefined {
  return sessions.get(header(request, 'mcp-session-id') ?? '')?.owner;
}

function idsMadeBy(name: string, about: string, make: (count: number) => string): readonly Mutant[] {
  const resource = (parts: ResourceParts): ResourceParts => {
    let count = 0;
    const newSessionId = () => {
      count += 1;
      return make(count);
    };
    return { ...parts, newSessionId };
  };
  return [{ name, about, resource, killedBy: ID }];
}

import { createHash, randomBytes } from 'node:crypto';
import type {
  CodeAnswer,
  FormParameters,
  HeaderList,
  SentRequest,
  ServerAnswer,
  ServerProbe,
} from '../types.ts';
import { answerFrom } from './authorization-code.ts';
import { furtherParameters, resourceOf, scopesOf } from './client.ts';
import type { FlowContext, Person } from './flow.ts';
import { openLoopback } from './loopback.ts';
import { needsPerson } from './needs-person.ts';
import { proofParameters } from './proof-of-possession.ts';
import { withParameters } from './sent-form.ts';
import { serverAnswer } from './server-answer.ts';
import { ownTokens, type Party } from './server-probe-party.ts';
import { openWire } from './wire.ts';

/** Where nobody listens: a request without a browser needs a redirect URI that the client may name, no more. */
const SOME_PORT = 51_789;

const PAGE: HeaderList = [['Accept', 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8']];

/** Requests to the authorization endpoint: without a browser, and by a person who signs in once more. */
export function codeProbe(party: () => Promise<Party>): Pick<ServerProbe, 'authorize' | 'signIn'> {
  return {
    authorize: async (parameters) => await authorize(await party(), parameters),
    signIn: async ({ parameters = {} }) => {
      const own = await party();
      needsPerson(own.context);
      return await oneAtATime(own.context.person, () => signIn(own, parameters));
    },
  };
}

async function authorize(own: Party, changes: FormParameters): Promise<ServerAnswer> {
  const { context, server } = own;
  const redirectUri = (await registeredUri(own)) ?? loopbackUri(context);
  const { url, request } = requestFor(own, redirectUri, randomText(), randomText(), changes);
  const wire = openWire(context, {
    endpoints: [server.endpoint('authorization_endpoint')],
    named: server.named,
    phase: 'check',
    purpose: 'probe',
  });
  const response = await wire.send({ method: 'GET', url, headers: PAGE });
  return serverAnswer(response, request, context.http.vault);
}

async function signIn(own: Party, changes: FormParameters): Promise<CodeAnswer> {
  const { context } = own;
  const { vault } = context.http;
  const registered = await registeredUri(own);
  const loopback = await openLoopback({
    ...context.profile.loopback,
    port: context.request.port,
    preferred: portOf(registered),
    timeoutMs: context.target.timeoutMs,
    // Whatever comes is the answer: judging it is the check's business.
    judge: () => ({ kind: 'code', code: '' }),
    timeoutHint: 'Look at the page in the browser: if it shows an error, that is the reason.',
    signal: context.signal,
  });
  try {
    const { redirectUri } = loopback;
    const state = randomText();
    const codeVerifier = vault.keep(randomText());
    const { url, request } = requestFor(own, redirectUri, state, codeVerifier.reveal(), changes);
    const { searchParams: came } = await answerFrom(loopback, url, context);
    const code = came.get('code');
    return {
      code: code === null || code === '' ? undefined : vault.keep(code),
      codeVerifier,
      redirectUri,
      state: { sent: state, received: came.getAll('state') },
      iss: came.getAll('iss'),
      error: came.get('error') ?? undefined,
      names: [...new Set(came.keys())],
      request,
    };
  } finally {
    await loopback.close();
  }
}

/** The authorization request as the flow sends it (RFC 6749 §4.1.1), with the changes. */
function requestFor(
  own: Party,
  redirectUri: string,
  state: string,
  verifier: string,
  changes: FormParameters,
): { readonly url: string; readonly request: SentRequest } {
  const { context, server, client } = own;
  const scopes = ownTokens(context)?.requestedScopes ?? scopesOf(context, 'authorization_code');
  const resource = resourceOf(context, 'authorization_code', scopes);
  const usual = {
    ...furtherParameters(context, 'authorization_code'),
    client_id: client.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
    ...(resource === undefined ? {} : { resource }),
    state,
    ...(scopes.includes('openid') ? { nonce: randomText() } : {}),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...proofParameters({ proof: ownTokens(context)?.proof }),
  };
  const url = new URL(server.endpoint('authorization_endpoint'));
  const parameters = withParameters(
    new URLSearchParams({ ...Object.fromEntries(url.searchParams), ...usual }),
    changes,
  );
  url.search = parameters.toString();
  return { url: url.href, request: { method: 'GET', url: url.href, headers: PAGE } };
}

/** Of a client that was registered on request: its redirect URI, port and all. */
async function registeredUri({ context, server, client }: Party): Promise<string | undefined> {
  if (client.how !== 'dynamic') return undefined;
  const known = await context.registrations.find(server.issuer, (one) => one.clientId === client.clientId);
  return known?.redirectUri;
}

function loopbackUri({ profile, request }: FlowContext): string {
  const { host, path } = profile.loopback;
  return `http://${host}:${request.port ?? SOME_PORT}${path}`;
}

function portOf(uri: string | undefined): number | undefined {
  const port = uri !== undefined && URL.canParse(uri) ? Number(new URL(uri).port) : 0;
  return port === 0 ? undefined : port;
}

function randomText(): string {
  return randomBytes(32).toString('base64url');
}

const busy = new WeakMap<Person, Promise<unknown>>();

/** There is one person, and one browser: whichever flow or check asks next waits. */
async function oneAtATime<T>(person: Person, work: () => Promise<T>): Promise<T> {
  const turn = (busy.get(person) ?? Promise.resolve()).then(work, work);
  busy.set(person, turn);
  return await turn;
}

import { TokenError } from '../errors.ts';
import { quote } from '../token/index.ts';
import type { FlowEvidence, FormParameters, ServerAnswer, ServerProbe } from '../types.ts';
import type { CheckContext } from './check.ts';
import { once } from './once.ts';

/** One authorization request without a browser, and the answer. */
export interface Asked {
  /** What was sent: "without a code challenge". */
  readonly sent: string;
  /** Where it wanted the answer to go. */
  readonly redirectUri: string;
  readonly answer: ServerAnswer;
}

/**
 * What an answer of the authorization endpoint means. `code`, `token`, `error`: a redirect to the redirect URI that
 * was asked for. `refused`: 4xx. `elsewhere`: another redirect, perhaps to a sign-in. `page`: 2xx, perhaps a sign-in.
 * `unwell`: it did not decide anything.
 */
export type Outcome = 'code' | 'token' | 'error' | 'refused' | 'elsewhere' | 'page' | 'unwell';

/** The flow whose client people sign in with. */
export function codeFlow({ evidence }: Pick<CheckContext, 'evidence'>): FlowEvidence | undefined {
  return evidence.flows.find(({ request }) => request.flow === 'authorization_code');
}

/** Why no authorization request can be sent, if so. */
export function noFrontChannel(context: CheckContext): string | undefined {
  const metadata = context.evidence.discovery?.authorizationServerMetadata?.document;
  if (typeof metadata?.authorization_endpoint !== 'string')
    return 'The metadata of the authorization server names no authorization endpoint.';
  const flow = codeFlow(context);
  if (flow === undefined)
    return 'Needs a client that people sign in with; add --flow authorization_code and its --client-id.';
  if (context.serverProbe === undefined) return 'The authorization server is not asked in this run.';
  return context.serverProbe(flow).unable;
}

/** Asks as the client that people sign in with. Checks whose `unmet` is {@link noFrontChannel} have one. */
export function frontProbe(context: CheckContext): ServerProbe {
  const flow = codeFlow(context);
  const probe = flow === undefined ? undefined : context.serverProbe?.(flow);
  if (probe === undefined) throw new TokenError('internal.no_flow', 'There is no client to ask with.');
  return probe;
}

/** Sends the usual authorization request with changes. */
export async function authorize(
  context: CheckContext,
  sent: string,
  changes: FormParameters,
): Promise<Asked> {
  const answer = await frontProbe(context).authorize(changes);
  return { sent, redirectUri: sentParameter(answer, 'redirect_uri') ?? '', answer };
}

/** The usual authorization request, once for all checks: what is wrong with another one shows beside it only. */
export function goodRequest(context: CheckContext): Promise<Asked> {
  return once(context, 'front-channel/good', () => authorize(context, 'as it should be', {}));
}

/** Without any challenge (RFC 7636); two checks look at it. */
export function withoutChallenge(context: CheckContext): Promise<Asked> {
  return once(context, 'front-channel/without-challenge', () =>
    authorize(context, 'without a code challenge', WITHOUT_CHALLENGE),
  );
}

export const WITHOUT_CHALLENGE: FormParameters = { code_challenge: null, code_challenge_method: null };

/** A parameter of the request as it was sent. */
export function sentParameter({ request }: ServerAnswer, name: string): string | undefined {
  return new URL(request.url).searchParams.get(name) ?? undefined;
}

export function outcomeOf({ answer, redirectUri }: Asked): Outcome {
  const { status, location, members, error } = answer;
  if (status >= 300 && status < 400 && location !== undefined) {
    if (!leadsTo(location, redirectUri, answer.request.url)) return 'elsewhere';
    if (error !== undefined) return 'error';
    if (['access_token', 'id_token'].some((name) => members[name] !== undefined)) return 'token';
    return members.code === undefined ? 'elsewhere' : 'code';
  }
  if (status >= 400 && status < 500 && status !== 429) return 'refused';
  if (status >= 200 && status < 300) return error === undefined ? 'page' : 'refused';
  return 'unwell';
}

/** Whether a redirect goes to this URI: its parameters are there, more may be. */
export function leadsTo(location: string, uri: string, base: string): boolean {
  if (!URL.canParse(location, base) || !URL.canParse(uri)) return false;
  const [to, wanted] = [new URL(location, base), new URL(uri)];
  const same = (['protocol', 'username', 'host', 'pathname'] as const).every(
    (part) => to[part] === wanted[part],
  );
  const query = [...wanted.searchParams].every(([name, value]) =>
    to.searchParams.getAll(name).includes(value),
  );
  return same && query && (wanted.hash === '' || to.hash.startsWith(wanted.hash));
}

/** What came back, in one phrase; of a redirect where to, without its parameters. */
export function describeAsked(asked: Asked): string {
  const { status, location, error, request } = asked.answer;
  const said = error === undefined ? '' : ` with error=${quote(error, 60)}`;
  switch (outcomeOf(asked)) {
    case 'code':
      return `${status} with an authorization code for ${quote(asked.redirectUri)}`;
    case 'token':
      return `${status} with a token in the URL of the redirect`;
    case 'error':
      return `${status} to ${quote(asked.redirectUri)}${said}`;
    case 'elsewhere':
      return `${status} to ${quote(target(location ?? '', request.url))}${said}`;
    case 'page':
      return `${status} with a page, perhaps to sign in`;
    default:
      return `${status}${said}`;
  }
}

function target(location: string, base: string): string {
  if (!URL.canParse(location, base)) return location;
  const { protocol, host, pathname } = new URL(location, base);
  return `${protocol}//${host}${pathname}`;
}

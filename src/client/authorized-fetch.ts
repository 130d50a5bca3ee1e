import { parseChallenges, tokenChallenge } from '../text/challenges.ts';
import type { Challenge, Http, TokenRefusal } from '../types.ts';
import type { Credential, Shown } from './credential.ts';
import { lastExchange } from './fault.ts';

/** How often one message may be sent again with a new token. */
const RENEWALS_PER_MESSAGE = 2;

type Fetch = (url: string | URL, init: RequestInit) => Promise<Response>;

/** The last answer to one message, and how many tokens were got for it on the way. */
export interface Authorized {
  readonly response: Response;
  readonly renewals: number;
}

export interface AuthorizedFetchOptions {
  readonly http: Http;
  /** Told when a message leaves, each time, and when it waits for another token. */
  readonly onSend: () => void;
  readonly onRenew: () => void;
}

/**
 * Sends a message with the token. When the endpoint refuses that, the same message is sent again: with the
 * nonce that the endpoint wants in its proofs (RFC 9449 §9), or with another token, if there is one to be
 * had. The caller sees the last answer only. `renewable` false: the first token that is refused is the last.
 * @throws NetworkError, AuthcheckError of whoever renews
 */
export async function sendAuthorized(
  send: Fetch,
  credential: Credential,
  options: AuthorizedFetchOptions,
  url: string | URL,
  init: RequestInit,
  renewable = true,
): Promise<Authorized> {
  for (let renewals = 0; ; renewals += 1) {
    const shown = credential.shown();
    options.onSend();
    if (shown === null) return { response: await send(url, init), renewals };
    const response = await show(send, credential, shown, options, String(url), init);
    const refusal = refusalOf(response, shown);
    if (response.ok) credential.accepted(shown);
    if (refusal === undefined || !renewable) return { response, renewals };
    if (renewals === RENEWALS_PER_MESSAGE) {
      credential.giveUp();
      return { response, renewals };
    }
    const exchange = lastExchange(options.http);
    // Read now: its exchange has a deadline, and a renewal may take a person's time.
    const kept = new Response(await response.text(), { status: response.status, headers: response.headers });
    options.onRenew();
    if (!(await credential.renew(shown, { ...refusal, exchange }))) return { response: kept, renewals };
  }
}

async function show(
  send: Fetch,
  credential: Credential,
  shown: Shown,
  options: AuthorizedFetchOptions,
  url: string,
  init: RequestInit,
): Promise<Response> {
  const once = async (): Promise<{ readonly response: Response; readonly nonce: boolean }> => {
    const headers = new Headers(init.headers);
    const own = await credential.headers(shown, init.method ?? 'GET', url);
    for (const [name, value] of Object.entries(own)) headers.set(name, value);
    const response = await send(url, { ...init, headers });
    return { response, nonce: credential.heard(url, response.headers.get('dpop-nonce')) };
  };
  const first = await once();
  if (shown.proof === undefined || !first.nonce || !wantsNonce(first.response)) return first.response;
  await first.response.body?.cancel();
  options.onSend();
  return (await once()).response;
}

/** When a token was refused that another one might replace. */
function refusalOf(
  response: Response,
  { proof }: Shown,
): Pick<TokenRefusal, 'status' | 'challenge'> | undefined {
  const { status } = response;
  if (status !== 401 && status !== 403) return undefined;
  const challenge = challengeOf(response, proof === undefined ? 'Bearer' : 'DPoP');
  if (status === 403) {
    return challenge?.parameters.error === 'insufficient_scope' ? { status, challenge } : undefined;
  }
  // The proof was refused, not the token.
  return wantsNonce(response) && proof !== undefined ? undefined : { status, challenge };
}

function wantsNonce(response: Response): boolean {
  return response.status === 401 && challengeOf(response, 'DPoP')?.parameters.error === 'use_dpop_nonce';
}

function challengeOf(response: Response, sentAs: 'Bearer' | 'DPoP'): Challenge | null {
  return tokenChallenge(parseChallenges([response.headers.get('www-authenticate') ?? '']), sentAs);
}

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type AuthcheckError, TokenError } from '../errors.ts';
import type { CallbackVerdict } from './callback.ts';
import { callbackPage, PAGE_HEADERS } from './callback-page.ts';
import { type ListenOptions, LONGEST_REQUEST, listenOnLoopback, stop } from './listen.ts';

const LONGEST_WAIT_MS = 300_000;
const MOST_ANSWERS = 20;

/** Host and path are those of the redirect URI, as the provider wants it. */
export interface LoopbackOptions extends ListenOptions {
  readonly path: string;
  /** Milliseconds to wait for the answer; five minutes at most. */
  readonly timeoutMs: number;
  readonly judge: (parameters: URLSearchParams) => CallbackVerdict;
  /** What the person should look for when no answer came. */
  readonly timeoutHint: string;
  readonly signal?: AbortSignal | undefined;
}

export interface Loopback {
  readonly redirectUri: string;
  /**
   * The whole URL of the answer, judged good. Rejects with the judge's refusal, `person.timeout`,
   * `callback.state` (answers came, none with our state) or `callback.too_many`.
   */
  readonly answer: Promise<URL>;
  readonly close: () => Promise<void>;
}

/**
 * Listens for one authorization response on loopback (RFC 8252 §7.3), on 127.0.0.1 and, for `localhost`, on
 * ::1 too where there is one. Everything that is not a GET of the path with the exact Host is turned away
 * and forgotten; an answer with a foreign state does not end the wait.
 * @throws UsageError `usage.port` when the fixed port is taken
 */
export async function openLoopback(options: LoopbackOptions): Promise<Loopback> {
  let listener: RequestListener = (_request, response) => response.destroy();
  const { port, servers } = await listenOnLoopback(options, (request, response) =>
    listener(request, response),
  );
  const authority = `${options.host}:${port}`;
  const redirectUri = `http://${authority}${options.path}`;

  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const answer = new Promise<URL>((resolve, reject) => {
    let foreign = 0;
    let done = false;
    const settle = (end: () => void): void => {
      done = true;
      clearTimeout(timer);
      end();
    };
    timer = setTimeout(
      () => settle(() => reject(noAnswer(options, redirectUri, foreign))),
      Math.min(options.timeoutMs, LONGEST_WAIT_MS),
    );
    onAbort = () =>
      settle(() => reject(new TokenError('run.aborted', 'The wait for the browser was ended.')));
    if (options.signal?.aborted === true) onAbort();
    options.signal?.addEventListener('abort', onAbort, { once: true });
    listener = (request, response) => {
      const turnedAway = outsideStatus(request, authority, options.path);
      if (turnedAway !== undefined) return page(response, turnedAway, 'Not here', 'There is nothing here.');
      if (done) return page(response, 410, 'Already done', 'The answer was received before.');
      const url = new URL(`http://${authority}${request.url ?? ''}`);
      const verdict = options.judge(url.searchParams);
      if (verdict.kind === 'code') {
        page(response, 200, 'Signed in', 'Signed in. You can close this window.');
        return settle(() => resolve(url));
      }
      if (verdict.kind === 'refuse') {
        page(response, 400, 'Not signed in', 'The sign-in was refused. The terminal says why.');
        return settle(() => reject(verdict.error));
      }
      foreign += 1;
      page(response, 400, 'Not our answer', 'This answer does not belong to the sign-in that is waiting.');
      if (foreign >= MOST_ANSWERS) settle(() => reject(tooMany(redirectUri)));
    };
  });
  // The wait may end before anybody looks at it.
  answer.catch(() => {});
  const close = async (): Promise<void> => {
    clearTimeout(timer);
    if (onAbort !== undefined) options.signal?.removeEventListener('abort', onAbort);
    await Promise.all(servers.map(stop));
  };
  return { redirectUri, answer, close };
}

// 400 with a foreign Host: another site's page, with its name pointed at 127.0.0.1 (DNS rebinding).
function outsideStatus(request: IncomingMessage, authority: string, path: string): number | undefined {
  if (request.headers.host !== authority) return 400;
  const url = request.url ?? '';
  if (url.length > LONGEST_REQUEST) return 414;
  if (url.split('?')[0] !== path) return 404;
  return request.method === 'GET' ? undefined : 405;
}

function page(response: ServerResponse, status: number, title: string, text: string): void {
  response.writeHead(status, PAGE_HEADERS).end(callbackPage(title, text));
}

function noAnswer(options: LoopbackOptions, redirectUri: string, foreign: number): AuthcheckError {
  if (foreign > 0) {
    const message = `${foreign} answers came to ${redirectUri}, none with the state that was sent.`;
    return new TokenError('callback.state', message, {
      phase: 'authorization',
      hint: 'An old browser tab may have been used, or the authorization server does not return the state.',
    });
  }
  const seconds = Math.round(Math.min(options.timeoutMs, LONGEST_WAIT_MS) / 1000);
  return new TokenError('person.timeout', `No answer came from the browser within ${seconds} s.`, {
    phase: 'authorization',
    hint: options.timeoutHint,
  });
}

function tooMany(redirectUri: string): AuthcheckError {
  const message = `${MOST_ANSWERS} answers came to ${redirectUri}, none with the state that was sent.`;
  return new TokenError('callback.too_many', message, { phase: 'authorization' });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { retryAfter } from '../../flows/rate-limit.ts';
import type { Http, HttpRequest, HttpResponse } from '../../types.ts';

const REPETITIONS = 2;
/** A person looks on: what asks for longer is told instead of waited for, in milliseconds. */
const LONGEST_WAIT_MS = 10_000;

/**
 * The same network, on which a question of discovery, or the fetching of a document, is asked again when the
 * server is busy (429, 503) and says for how long: twice at most, 10 s each. Nothing else is ever repeated, a
 * tool's call least of all. `onBusy` is told every such answer's `Retry-After`, in milliseconds.
 */
export function patientHttp(http: Http, onBusy: (milliseconds: number) => void, signal?: AbortSignal): Http {
  const send = async (request: HttpRequest): Promise<HttpResponse> => {
    for (let repetition = 0; ; repetition += 1) {
      const answer = await http.send(request);
      const asked = busyFor(answer);
      if (asked === undefined) return answer;
      onBusy(asked);
      if (!mayRepeat(request) || repetition === REPETITIONS || asked > LONGEST_WAIT_MS) return answer;
      // What ends the wait fails the request that follows, in the network's own words.
      await sleep(asked, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    }
  };
  return {
    vault: http.vault,
    send,
    fetch: (options) => {
      const fetch = http.fetch(options);
      return async (input, init) => {
        const response = await fetch(input, init);
        const asked = isBusy(response.status)
          ? retryAfter(response.headers.get('retry-after') ?? undefined, Date.now())
          : undefined;
        if (asked !== undefined) onBusy(asked);
        return response;
      };
    },
    get exchanges() {
      return http.exchanges;
    },
    takeError: () => http.takeError(),
  };
}

/** Milliseconds for which the server asks to be left alone; undefined: it does not, or not legibly. */
export function busyFor(answer: HttpResponse): number | undefined {
  return isBusy(answer.status) ? retryAfter(answer.header('retry-after')[0], Date.now()) : undefined;
}

function isBusy(status: number): boolean {
  return status === 429 || status === 503;
}

function mayRepeat({ purpose, phase, method }: HttpRequest): boolean {
  return phase === 'discovery' || (purpose === 'metadata' && method === 'GET' && phase !== 'check');
}

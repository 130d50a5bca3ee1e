import { NetworkError } from '../errors.ts';
import type { Http, Probe, SentRequest, ServerAnswer, ServerProbe } from '../types.ts';
import type { CheckContext } from './check.ts';
import type { Pace } from './pace.ts';
import { steadyProbe, type Wait } from './steady-probe.ts';

/** Requests by the number of their exchange, of all checks of a run. */
export type SentRequests = Map<number, SentRequest>;

export interface Watched {
  readonly context: CheckContext;
  /** Numbers of the exchanges that this check began, in order. */
  readonly exchanges: () => readonly number[];
}

/** The context as one check sees it: its requests take their turn, and are remembered as its own. */
export function watch(context: CheckContext, sent: SentRequests, pace: Pace, wait: Wait): Watched {
  const own = new Set<number>();
  const remember = (exchange: number, request: SentRequest): void => {
    own.add(exchange);
    sent.set(exchange, request);
  };
  let taken = 0;
  const turn = async <T>(work: () => Promise<T>): Promise<T> => {
    // Who has many steps to take goes on before others begin, or it would stand alone at the end.
    const rank = taken;
    taken += 1;
    try {
      return await pace.turn(work, rank);
    } catch (error) {
      if (error instanceof NetworkError) for (const exchange of error.exchanges) own.add(exchange);
      throw error;
    }
  };
  const http: Http = {
    ...context.http,
    get exchanges() {
      return context.http.exchanges.filter(({ n }) => own.has(n));
    },
    send: async (request) => {
      const response = await turn(() => context.http.send(request));
      const { method, url, headers = [], body } = request;
      remember(response.exchange, { method, url, headers, ...(body === undefined ? {} : { body }) });
      return response;
    },
  };
  const probe: Probe = async (request) => {
    const answer = await turn(() => context.probe(request));
    remember(answer.exchange, answer.request);
    return answer;
  };
  const { serverProbe } = context;
  return {
    context: {
      ...context,
      http,
      probe: steadyProbe(probe, http, wait, pace),
      ...(serverProbe === undefined
        ? {}
        : { serverProbe: (flow) => watchServer(serverProbe(flow), turn, remember) }),
    },
    exchanges: () => [...own].sort((one, other) => one - other),
  };
}

function watchServer(
  server: ServerProbe,
  turn: <T>(work: () => Promise<T>) => Promise<T>,
  remember: (exchange: number, request: SentRequest) => void,
): ServerProbe {
  const ask = async <T extends ServerAnswer | undefined>(work: () => Promise<T>): Promise<T> => {
    const answer = await turn(work);
    if (answer !== undefined) remember(answer.exchange, answer.request);
    return answer;
  };
  return {
    ...server,
    token: (request) => ask(() => server.token(request)),
    authorize: (parameters) => ask(() => server.authorize(parameters)),
    revoke: (token, hint) => ask(() => server.revoke(token, hint)),
    register: (document) => ask(() => server.register(document)),
  };
}

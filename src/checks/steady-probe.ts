import { NetworkError } from '../errors.ts';
import type { Http, Probe, ProbeAnswer, ProbeRequest } from '../types.ts';
import type { Pace } from './pace.ts';

export type Wait = (milliseconds: number) => Promise<void>;

/**
 * A probe that asks once more after 429 or a failed exchange, so that a busy moment does not pass for a verdict.
 * Secrets that the server sends back are taken out of what messages quote, before anything is clipped.
 * Throws NetworkError: the second failure, or `rate_limited.endpoint`.
 */
export function steadyProbe(probe: Probe, http: Http, wait: Wait, pace?: Pace): Probe {
  return async (request) => {
    const first = await attempt(probe, request, http);
    if ('answer' in first && first.answer.status !== 429) return cleaned(first.answer, http);
    const milliseconds = 'answer' in first ? retryAfter(first.answer) : 250;
    if ('answer' in first) pace?.hold(milliseconds);
    await wait(milliseconds);
    const answer = await probe(request);
    if (answer.status === 429)
      throw new NetworkError(
        'rate_limited.endpoint',
        'The endpoint answered 429 (too many requests) twice.',
        {
          exchanges: [answer.exchange],
          hint: "Run again later, or raise the endpoint's limit for this client.",
        },
      );
    return cleaned(answer, http);
  };
}

/** A clipped secret is no longer recognised, so this comes before any clipping. */
function cleaned(answer: ProbeAnswer, { vault }: Http): ProbeAnswer {
  const error = answer.rpc?.error;
  return {
    ...answer,
    contentType: vault.redact(answer.contentType),
    challenges: answer.challenges.map((challenge) => ({
      ...challenge,
      parameters: Object.fromEntries(
        Object.entries(challenge.parameters).map(([name, value]) => [name, vault.redact(value)]),
      ),
    })),
    rpc: error === undefined ? answer.rpc : { error: { ...error, message: vault.redact(error.message) } },
  };
}

const LONGEST_WAIT = 5_000;

/** Seconds that the server asks for (RFC 9110 §10.2.3), in milliseconds, within what a check may wait. */
function retryAfter(answer: ProbeAnswer): number {
  const value = answer.headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
  return value !== undefined && /^\d+$/.test(value) ? Math.min(Number(value) * 1000, LONGEST_WAIT) : 1_000;
}

async function attempt(
  probe: Probe,
  request: ProbeRequest,
  http: Http,
): Promise<{ readonly answer: ProbeAnswer } | { readonly failed: true }> {
  try {
    return { answer: await probe(request) };
  } catch (error) {
    if (!(error instanceof NetworkError) || !error.retryable) throw error;
    // An answer that began and then broke off is the server's, and asking again would not tell more.
    const own = http.exchanges.filter(({ n }) => error.exchanges.includes(n));
    if (own.some(({ status }) => status !== null)) throw error;
    return { failed: true };
  }
}

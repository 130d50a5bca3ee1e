import { NetworkError } from '../errors.ts';
import type { Http, Probe, ProbeAnswer, ProbeRequest } from '../types.ts';

export type Wait = (milliseconds: number) => Promise<void>;

/**
 * A probe that asks once more after 429 or a failed exchange, so that a busy moment does not pass for a verdict.
 * Secrets that the server sends back are taken out of what messages quote, before anything is clipped.
 * Throws NetworkError: the second failure, or `rate_limited.endpoint`.
 */
export function steadyProbe(probe: Probe, http: Http, wait: Wait): Probe {
  return async (request) => {
    const first = await attempt(probe, request, http);
    if ('answer' in first && first.answer.status !== 429) return cleaned(first.answer, http);
    await wait('answer' in first ? retryAfter(first.answer) : 250);
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
  const before = http.exchanges.length;
  try {
    return { answer: await probe(request) };
  } catch (error) {
    // An answer that began and then broke off is the server's, and asking again would not tell more.
    const began = http.exchanges.slice(before).some((exchange) => exchange.status !== null);
    if (error instanceof NetworkError && error.retryable && !began) return { failed: true };
    throw error;
  }
}

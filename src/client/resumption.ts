import { setTimeout as wait } from 'node:timers/promises';
import { SessionError } from '../errors.ts';
import { lastExchange } from './fault.ts';
import type { SessionPlan } from './session-plan.ts';

/** Resumptions of an interrupted answer that one session may ask for; SDKs would go on for ever. */
const MAX_RESUMPTIONS = 3;
/** The longest that a server may be left alone for, in milliseconds, however long an exchange may take. */
const MAX_RETRY_MS = 30_000;

/** When the rest of an interrupted answer is fetched: not before the server wants it, and not for ever. */
export interface Resumption {
  /** An answer broke off after this event, and the server asks to be left alone so long; why that cannot be, if so. */
  readonly expect: (lastEventId: string, retryMs: number) => string | undefined;
  /** Whether what comes after this event is the rest of an answer; else it is of the stream for unasked messages. */
  readonly isAwaited: (lastEventId: string) => boolean;
  /**
   * Settles when the rest may be fetched: a client MUST respect `retry` (2025-11-25 transports). SDKs wait by
   * themselves, but for as long as any of their streams said last.
   * @throws SessionError `limit.resumptions`
   */
  readonly due: (signal: AbortSignal) => Promise<void>;
}

export function createResumption({ http, timeoutMs }: Pick<SessionPlan, 'http' | 'timeoutMs'>): Resumption {
  const longest = Math.min(MAX_RETRY_MS, timeoutMs);
  let notBefore = 0;
  let count = 0;
  // Ids are unique in a session (2025-11-25 transports, resumability), and few answers are broken off in one.
  const awaited = new Set<string>();
  return {
    isAwaited: (lastEventId) => awaited.has(lastEventId.trim()),
    expect: (lastEventId, retryMs) => {
      if (retryMs > longest) {
        const seconds = (ms: number): string => `${Math.ceil(ms / 1000)} s`;
        return `The server broke off its answer and wants to be asked for the rest in ${seconds(retryMs)}; no more than ${seconds(longest)} is waited.`;
      }
      // A header loses the blanks around its value.
      awaited.add(lastEventId.trim());
      notBefore = performance.now() + retryMs;
      return undefined;
    },
    due: async (signal) => {
      count += 1;
      if (count > MAX_RESUMPTIONS) {
        throw new SessionError(
          'limit.resumptions',
          `The server broke off its answer ${MAX_RESUMPTIONS + 1} times.`,
          { phase: 'session', exchanges: [lastExchange(http)] },
        );
      }
      const early = Math.ceil(notBefore - performance.now());
      if (early > 0) await wait(early, undefined, { signal });
    },
  };
}

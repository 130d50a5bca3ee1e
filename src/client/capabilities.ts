import type { ProtocolChoice } from '../types.ts';
import { MODERN } from './session-plan.ts';

type Nothing = Record<string, never>;

/** What a client says that it can do; both SDKs take this shape. */
export interface Declared {
  readonly elicitation?: { readonly form?: Nothing; readonly url?: Nothing };
  readonly extensions?: Record<string, Nothing>;
}

/**
 * What is declared in a revision: only what is answered. Forms are answered or declined, URLs are shown and
 * declined, so that elicitation is honoured, with or without an answer from the user. There is no folder
 * that a server should know of and no model to sample, so that neither `roots` nor `sampling` is declared: a
 * server that asks all the same is told that there is no such method (handshake eras), or its call fails
 * with what it asked for (2026-07-28 patterns/mrtr: it must not ask for what was not declared).
 */
export function capabilitiesFor(revision: Exclude<ProtocolChoice, 'auto' | 'both'>): Declared {
  switch (revision) {
    case MODERN:
      return {
        elicitation: { form: {}, url: {} },
        extensions: { 'io.modelcontextprotocol/oauth-client-credentials': {} },
      };
    case '2025-11-25':
      return { elicitation: { form: {}, url: {} } };
    // URL mode came with 2025-11-25, elicitation itself with 2025-06-18.
    case '2025-06-18':
      return { elicitation: {} };
    case '2025-03-26':
      return {};
  }
}

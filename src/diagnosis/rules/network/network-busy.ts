import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedSteps, found } from '../../look.ts';

export const networkBusy: KnownRule = {
  code: 'network/busy',
  leg: 'network',
  about: {
    title: 'A server is busy or down.',
    cause: 'It answered 500, 502, 503 or 504 where it should have said what it wants.',
    fix: 'Wait, then run it again; look into its log if it stays so.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'unavailable');
    if (error === undefined) return [];
    return [
      found(
        error.phase === 'token'
          ? 'The authorization server is busy or down.'
          : 'The server is busy, down, or fails at once.',
        error.message,
        error.hint ?? 'Wait, then run it again; if it stays so, the log of the server names the reason.',
        { results: failedSteps(symptoms) },
      ),
    ];
  },
};

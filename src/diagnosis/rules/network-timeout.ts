import type { KnownRule } from '../known-rule.ts';
import { errorOf, failedSteps, found } from '../look.ts';

export const networkTimeout: KnownRule = {
  code: 'network/timeout',
  leg: 'network',
  about: {
    title: 'No answer came in time.',
    cause: 'The server is slow, hangs, or a firewall drops the packets.',
    fix: 'Check the server; give --timeout for a slow one.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'timeout');
    if (error === undefined) return [];
    const seconds = symptoms.evidence.target.timeoutMs / 1000;
    return [
      found(
        'No answer came in time.',
        `${error.message} Each exchange may take ${seconds} s.`,
        error.hint ??
          'Check that the server runs and is not behind a firewall; for a slow one give --timeout.',
        { results: failedSteps(symptoms) },
      ),
    ];
  },
};

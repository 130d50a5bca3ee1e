import type { KnownRule } from '../known-rule.ts';
import { errorOf, failedSteps, found } from '../look.ts';

export const networkProxy: KnownRule = {
  code: 'network/proxy',
  leg: 'network',
  about: {
    title: 'The proxy stands in the way.',
    cause: 'It cannot be reached, demands credentials, or refuses the host.',
    fix: 'Check --proxy, HTTPS_PROXY and NO_PROXY.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'proxy');
    if (error === undefined) return [];
    return [
      found(
        'The proxy stands in the way.',
        error.message,
        error.hint ?? 'Check --proxy, HTTPS_PROXY and NO_PROXY.',
        { results: failedSteps(symptoms) },
      ),
    ];
  },
};

import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedSteps, found } from '../../look.ts';

export const stoppedForSafety: KnownRule = {
  code: 'network/stopped-for-safety',
  leg: 'network',
  about: {
    title: 'A credential would have gone where it must not, so the run stopped.',
    cause:
      'A server redirects a request with a credential, names an address or an origin that is not its own, or leaves out PKCE.',
    fix: 'Correct what the server names; if it is right, allow it by name: --allowed-origin, or the address itself.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'redirect', 'ssrf', 'endpoint.origin', 'pkce', 'callback');
    if (error === undefined) return [];
    return [
      found(
        'A credential would have gone where it must not, so the run stopped.',
        error.message,
        error.hint ?? 'Correct what the server names, then run again.',
        { results: failedSteps(symptoms) },
      ),
    ];
  },
};

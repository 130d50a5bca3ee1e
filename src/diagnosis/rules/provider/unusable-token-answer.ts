import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedSteps, found } from '../../look.ts';

export const unusableTokenAnswer: KnownRule = {
  code: 'token/unusable-answer',
  leg: 'token',
  unlessExplained: true,
  about: {
    title: "The token endpoint's answer is of no use.",
    cause:
      'It is no JSON object with a bearer token (RFC 6749 §5.1), for instance a web page or an empty body.',
    fix: 'Check that the token endpoint is the right one, and that no proxy answers in its place.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'token');
    if (error === undefined) return [];
    return [
      found(
        "The token endpoint's answer is of no use.",
        error.message,
        error.hint ??
          'Check that the token endpoint is the right one, and that no proxy answers in its place.',
        { results: failedSteps(symptoms) },
      ),
    ];
  },
};

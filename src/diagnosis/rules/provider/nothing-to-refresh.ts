import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedSteps, found } from '../../look.ts';

export const nothingToRefresh: KnownRule = {
  code: 'token/nothing-to-refresh',
  leg: 'token',
  about: {
    title: 'The refresh could not be tried, or its answer was lost.',
    cause: 'No earlier flow of the run brought a refresh token, or the line broke after it was sent.',
    fix: 'Name the flow that brings one before refresh_token, and ask it for offline_access; else sign in again.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'refresh');
    if (error === undefined) return [];
    return [
      found(
        error.code === 'refresh.absent' ? 'There is no refresh token to use.' : 'The refresh got no answer.',
        error.message,
        error.hint ?? 'Sign in again.',
        { results: failedSteps(symptoms, 'refresh_token') },
      ),
    ];
  },
};

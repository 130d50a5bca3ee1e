import type { KnownRule } from '../known-rule.ts';
import { failedSteps, found } from '../look.ts';

const SIGN_IN =
  'Run mcp-authcheck login at a terminal: it keeps the refresh token. From then on token, tools and call use it by themselves, and verify with --flow refresh_token. Without anybody: --flow client_credentials.';

export const personNeeded: KnownRule = {
  code: 'person/needed',
  leg: 'token',
  about: {
    title: 'Somebody must sign in, and nobody can here.',
    cause: 'The flow needs a browser or a device code, and there is no person.',
    fix: 'mcp-authcheck login where there is a browser.',
  },
  diagnose: (symptoms) => {
    const error = symptoms.errors.find((one) => one.class === 'needs_person');
    if (error === undefined) return [];
    return [
      found(
        'Somebody must sign in, and nobody can here.',
        error.message,
        error.code === 'person.not_allowed' ? SIGN_IN : (error.hint ?? SIGN_IN),
        { results: failedSteps(symptoms) },
      ),
    ];
  },
};

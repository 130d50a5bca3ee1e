import type { KnownRule } from '../known-rule.ts';
import { failedSteps, found } from '../look.ts';

const FIX = 'Change the setting that the message names; nothing was sent with it.';

/** What only showed when the authorization server was known: a library or a credential that does not fit it. */
export const settingsRefused: KnownRule = {
  code: 'settings/refused',
  leg: 'token',
  about: {
    title: 'The settings do not fit this authorization server.',
    cause: 'A library, a credential or a scope is of no use with what the server offers.',
    fix: FIX,
  },
  diagnose: (symptoms) =>
    symptoms.evidence.flows.flatMap(({ error, request }) =>
      error?.class === 'usage'
        ? [
            found('The settings do not fit this authorization server.', error.message, error.hint ?? FIX, {
              results: failedSteps(symptoms, request.flow),
            }),
          ]
        : [],
    ),
};

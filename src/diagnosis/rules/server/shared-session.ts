import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found } from '../../look.ts';

const CHECK = 'session/belongs-to-its-principal';

export const sharedSession: KnownRule = {
  code: 'session/shared-between-callers',
  leg: 'check',
  checks: [CHECK],
  about: {
    title: 'Whoever knows the id of a session is in it, whoever opened it.',
    cause: 'The server finds sessions by their id alone.',
    fix: 'Keep iss and sub of the token with the session, and compare them at every request.',
  },
  diagnose: (symptoms) => {
    const results = failedIds(symptoms, ({ id, accepted }) => id === CHECK && accepted === true);
    const [failed] = symptoms.results.filter(({ id, verdict }) => id === CHECK && verdict === 'fail');
    if (results.length === 0 || failed === undefined) return [];
    return [
      found(
        "A session is open to every good token: whoever learns its id can use and end somebody else's.",
        failed.message,
        'Keep iss and sub (for a machine the client id) of the token that opened the session, compare them on every POST, GET and DELETE, and answer 404 to anybody else.',
        {
          paste: [
            {
              where: 'server',
              text: 'if (session.iss !== claims.iss || session.sub !== claims.sub) return response.status(404).end();',
            },
          ],
          results,
        },
      ),
    ];
  },
};

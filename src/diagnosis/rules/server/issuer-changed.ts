import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found, midRun, quote } from '../../look.ts';

export const issuerChanged: KnownRule = {
  code: 'issuer/changed',
  leg: 'session',
  explains: ['token/opaque', 'token/encrypted'],
  about: {
    title: 'The endpoint went over to another authorization server in the middle of the run.',
    cause:
      'Its metadata names another one than before, and credentials made for the first must not go there.',
    fix: 'If the move is meant, pin the new issuer and use credentials that were made there.',
  },
  diagnose: (symptoms) => {
    const error = midRun(symptoms, 'issuer.not_pinned');
    if (error === undefined) return [];
    const { target, profile, discovery } = symptoms.evidence;
    const first = target.issuer ?? profile.issuerOf(target) ?? discovery?.issuer;
    return [
      found(
        'The endpoint went over to another authorization server in the middle of the run, and nothing was sent there.',
        `It refused the token of ${quote(first ?? 'the first one')} and named another one. ${error.message}`,
        'If the move is meant, run again with --issuer and the new one, and with a client that is registered there. If not, find out who changed "authorization_servers" in the protected resource metadata.',
        { results: failedSteps(symptoms) },
      ),
    ];
  },
};

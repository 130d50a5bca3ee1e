import { quote } from '../../token/index.ts';
import { discoveryCheck, exchangesOf, noChallenge } from '../discovered.ts';
import { REFRESH_TOKENS } from '../sources.ts';

export const challengeLeavesOutOfflineAccess = discoveryCheck({
  id: 'discovery/challenge-leaves-out-offline-access',
  title: 'does not ask for `offline_access` in its challenge',
  level: 'SHOULD',
  spec: REFRESH_TOKENS,
  revisions: { since: '2026-07-28' },
  passes: 'The `scope` of the challenge does not hold `offline_access`.',
  fails:
    '`offline_access` in it is a warning: a refresh token is no need of the resource, and every client would ask for one.',
  fix: 'Take `offline_access` out of the scopes of the challenge; clients that want a refresh token add it themselves.',
  unmet: (discovery) =>
    noChallenge(discovery) ??
    (discovery.challenge?.parameters.scope === undefined ? 'The challenge names no scope.' : undefined),
  judge: ({ discovery }) => {
    const scope = discovery.challenge?.parameters.scope ?? '';
    const isAskedFor = scope.split(/[\s,]+/).includes('offline_access');
    return {
      verdict: isAskedFor ? 'warn' : 'pass',
      message: isAskedFor
        ? `The challenge asks for ${quote(scope)}; \`offline_access\` is no scope of the resource and was expected to be left out.`
        : `The challenge asks for ${quote(scope)}, without \`offline_access\`.`,
      exchanges: exchangesOf(discovery.answers),
    };
  },
});

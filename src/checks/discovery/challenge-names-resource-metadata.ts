import { quote } from '../../token/index.ts';
import type { Judgement } from '../check.ts';
import { discoveryCheck, exchangesOf, type Found, noChallenge, urlProblem } from '../discovered.ts';
import { SERVER_DISCOVERY } from '../sources.ts';

export const challengeNamesResourceMetadata = discoveryCheck({
  id: 'discovery/challenge-names-resource-metadata',
  title: 'names its protected resource metadata in the challenge, where clients find it',
  level: 'MUST',
  spec: [
    ...SERVER_DISCOVERY,
    'MCP 2025-06-18 authorization, Authorization Server Discovery',
    'RFC 9728 §5.1',
  ],
  passes:
    'The challenge of a request without a token has `resource_metadata`, an absolute https URL (http on this machine), and the metadata is at that URL.',
  fails:
    'A `resource_metadata` that is no such URL or leads nowhere fails. None at all fails for revision 2025-06-18, and later where no well-known location has the metadata either; where one has it, it is a warning.',
  fix: 'Add `resource_metadata="https://<host>/.well-known/oauth-protected-resource<path of the endpoint>"` to the challenge and publish the document there.',
  unmet: noChallenge,
  judge: (found) => ({
    ...judgeHint(found),
    exchanges: exchangesOf(found.discovery.answers),
  }),
});

function judgeHint(found: Found): Omit<Judgement, 'exchanges'> {
  const { challenge, protectedResourceMetadata: metadata, protectedResourceTried } = found.discovery;
  const hint = challenge?.parameters.resource_metadata;
  if (hint === undefined) return judgeWithoutHint(found);
  const problem = urlProblem(hint);
  if (problem !== undefined)
    return { verdict: 'fail', message: `The challenge's resource_metadata ${quote(hint)} ${problem}.` };
  if (metadata?.url === hint || metadata?.tried.length === 0)
    return { verdict: 'pass', message: `The challenge names ${quote(hint)}, and the metadata is there.` };
  const outcome = [...(metadata?.tried ?? []), ...protectedResourceTried].find(
    (tried) => tried.url === hint,
  )?.outcome;
  return {
    verdict: 'fail',
    message: `The challenge names ${quote(hint)}, but the metadata is not there (${outcome ?? 'not tried'}); most clients look nowhere else.`,
  };
}

/** Revision 2025-06-18 demands the parameter; later ones take a well-known location in its place. */
function judgeWithoutHint({ discovery, revisions = [] }: Found): Omit<Judgement, 'exchanges'> {
  const { protectedResourceMetadata: metadata, legacyFallback } = discovery;
  if (metadata === null)
    return {
      // Revision 2025-03-26, which the user asked for, does without.
      verdict: legacyFallback === undefined ? 'fail' : 'warn',
      message: 'The challenge has no resource_metadata, and no well-known location has it either.',
    };
  const demanded = revisions.includes('2025-06-18');
  return {
    verdict: demanded ? 'fail' : 'warn',
    message: `The challenge has no resource_metadata, so clients must look at the well-known location ${quote(metadata.url)}; revision 2025-06-18${demanded ? ', which the endpoint speaks,' : ''} demands the parameter.`,
  };
}

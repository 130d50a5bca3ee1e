import { quote } from '../../token/index.ts';
import type { Judgement } from '../check.ts';
import { discoveryCheck, type Found, urlProblem } from '../discovered.ts';
import { SERVER_DISCOVERY } from '../sources.ts';

export const challengeNamesResourceMetadata = discoveryCheck({
  id: 'discovery/challenge-names-resource-metadata',
  title: 'names its protected resource metadata in the challenge, where clients find it',
  level: 'MUST',
  spec: [...SERVER_DISCOVERY, 'MCP 2025-06-18 authorization', 'RFC 9728 §5.1'],
  unmet: ({ challenge }) =>
    challenge === null
      ? 'No request without a token was answered with a Bearer or DPoP challenge.'
      : undefined,
  judge: (found) => ({
    ...judgeHint(found),
    exchanges: found.discovery.answers.map((answer) => answer.exchange),
  }),
});

function judgeHint({ discovery }: Found): Omit<Judgement, 'exchanges'> {
  const {
    challenge,
    protectedResourceMetadata: metadata,
    protectedResourceTried,
    legacyFallback,
  } = discovery;
  const hint = challenge?.parameters.resource_metadata;
  if (hint === undefined) {
    const verdict = metadata === null && legacyFallback === undefined ? 'fail' : 'warn';
    const instead =
      metadata === null
        ? 'and no well-known location has it either'
        : `clients must look at the well-known location ${quote(metadata.url)}; revision 2025-06-18 demands the parameter`;
    return { verdict, message: `The challenge has no resource_metadata, ${instead}.` };
  }
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

import { quote } from '../../token/index.ts';
import { discoveryCheck, exchangesOf, noChallenge, unauthorized } from '../discovered.ts';

export const metadataOnOwnOrigin = discoveryCheck({
  id: 'discovery/metadata-on-own-origin',
  title: 'names metadata on its own origin',
  level: 'SHOULD',
  spec: [
    'derived from RFC 9728 §7.7',
    'derived from MCP security best practices, Server-Side Request Forgery',
  ],
  revisions: { since: '2025-06-18' },
  passes: "The URL in the challenge's `resource_metadata` has the origin of the endpoint.",
  fails:
    'Another origin is a warning: careful clients do not fetch what a stranger names, and whoever holds that origin decides where users sign in.',
  fix: "Publish the metadata on the endpoint's own scheme, host and port and name that URL; behind a proxy, from its public address.",
  unmet: (discovery) => {
    const hint = discovery.challenge?.parameters.resource_metadata;
    if (hint !== undefined && URL.canParse(hint)) return undefined;
    return noChallenge(discovery) ?? 'The challenge names no URL of metadata.';
  },
  judge: ({ url, discovery }) => {
    const hint = discovery.challenge?.parameters.resource_metadata ?? '';
    const [named, own] = [new URL(hint).origin, new URL(url).origin];
    const exchanges = exchangesOf(unauthorized(discovery));
    return named === own
      ? {
          verdict: 'pass',
          message: `The metadata that the challenge names is on the endpoint's origin ${own}.`,
          exchanges,
        }
      : {
          verdict: 'warn',
          message: `The challenge names ${quote(hint)}, on another origin than the endpoint's (${own}); careful clients do not go there.`,
          exchanges,
        };
  },
});

import type { Discovery } from '../../types.ts';
import type { Check } from '../check.ts';
import { type Obstacle, obstacles } from '../obstacles.ts';

interface Way {
  readonly provider: string;
  /** The provider departs from the letter by itself: `interop/entra-compatible` says how one gets in there. */
  readonly isKnownToDepart: boolean;
  readonly obstacles: readonly Obstacle[];
  readonly remarks: readonly string[];
  readonly exchanges: readonly number[];
}

export const specStrict: Check<Way> = {
  id: 'interop/spec-strict',
  title: 'lets a client in that follows MCP 2026-07-28 to the letter and knows nothing of the provider',
  level: 'SHOULD',
  spec: ['MCP 2026-07-28 authorization', 'RFC 9728 §3.3', 'RFC 8414 §3.3', 'RFC 8707 §2'],
  passes:
    'Nothing in the challenge and in both metadata documents stops a client that follows the specification to the letter and knows no provider. Nothing is sent for it.',
  fails:
    'Something does: warn, and each obstacle is listed. At a provider that departs from the letter by itself (Entra ID): info.',
  cannotKnow: 'What such a client would meet after its first request to the authorization server.',
  fix: 'Mend the first obstacle in the list, then run again: `resource` and `authorization_servers` in the protected resource metadata, `issuer` and `code_challenge_methods_supported` in that of the authorization server.',
  per: 'target',
  unmet: ({ evidence: { discovery } }) => {
    if (discovery === null) return 'The endpoint could not be asked what it says of itself.';
    return asksForToken(discovery) ? undefined : 'The endpoint asks for no token, so no client needs one.';
  },
  observe: async ({ evidence }) => {
    const { discovery, target, profile } = evidence;
    return discovery === null
      ? { provider: profile.title, isKnownToDepart: false, obstacles: [], remarks: [], exchanges: [] }
      : {
          provider: profile.title,
          isKnownToDepart: profile.name === 'entra',
          obstacles: obstacles(target.url, discovery, evidence),
          remarks: remarksOn(discovery),
          exchanges: exchangesOf(discovery),
        };
  },
  judge: ({ provider, isKnownToDepart, obstacles: met, remarks, exchanges }) => {
    const more = remarks.map((remark) => ` ${remark}`).join('');
    if (met.length === 0)
      return {
        verdict: 'pass',
        message: `Nothing that it reads stops a client that follows MCP 2026-07-28 to the letter.${more}`,
        exchanges,
      };
    const list = met.map(({ what, does }, index) => `(${index + 1}) ${what}: ${does}`).join('; ');
    return {
      verdict: isKnownToDepart ? 'info' : 'warn',
      message: `A client that follows MCP 2026-07-28 to the letter and knows nothing of ${provider} does not get in: ${list}.${more}`,
      exchanges,
    };
  },
};

function asksForToken({ answers, protectedResourceMetadata }: Discovery): boolean {
  return protectedResourceMetadata !== null || answers.some(({ status }) => status === 401 || status === 403);
}

/** What decides nothing, but what whoever builds the client wants to know. */
function remarksOn({ authorizationServers, authorizationServerMetadata }: Discovery): readonly string[] {
  const document = authorizationServerMetadata?.document;
  const registers =
    document?.registration_endpoint !== undefined || document?.client_id_metadata_document_supported === true;
  return [
    ...(authorizationServers.length > 1
      ? [`Of ${authorizationServers.length} authorization servers it may choose any.`]
      : []),
    ...(document === undefined || registers ? [] : ['And it must have been registered beforehand.']),
  ];
}

function exchangesOf(discovery: Discovery): readonly number[] {
  const { answers, protectedResourceMetadata, authorizationServerMetadata } = discovery;
  const documents = [protectedResourceMetadata, authorizationServerMetadata];
  return [...answers, ...documents].flatMap((one) => (one === null ? [] : [one.exchange]));
}

import { quote, quoteAll } from '../../token/index.ts';
import type { Check } from '../check.ts';
import { exchangesOfToken, unreadable } from '../readable.ts';
import { isSameResource } from '../same-resource.ts';
import { type Provider, providerOf } from '../server-metadata.ts';

interface Audience {
  readonly aud: readonly string[];
  /** As the endpoint's metadata names it, else its URL. */
  readonly resource: string;
  readonly provider: Provider;
  readonly exchanges: readonly number[];
}

export const audienceIsTheResource: Check<Audience> = {
  id: 'token/audience-is-the-resource',
  title: 'is reached with a token whose audience is its own resource identifier',
  level: 'SHOULD',
  spec: [
    'MCP 2026-07-28 authorization security considerations, Token Audience Binding and Validation',
    'RFC 8707 §2',
  ],
  passes:
    '`aud` of the token holds the `resource` of the protected resource metadata, else the URL of the endpoint.',
  fails:
    'It does not: warn, because the authorization server did not bind the token to this resource. A client id or an api:// name at Entra ID, which knows no other audience: info.',
  fix: 'Have the authorization server take `resource` (RFC 8707) for the audience. Keycloak: an Audience mapper with the URL; Auth0 and Okta: make the URL the identifier or audience of the API.',
  per: 'flow',
  needsToken: true,
  needs: ['readable token'],
  unmet: unreadable,
  observe: async (context) => {
    const { target, discovery } = context.evidence;
    return {
      aud: context.flow?.token?.aud ?? [],
      resource: discovery?.protectedResourceMetadata?.document.resource ?? target.url,
      provider: providerOf(context.evidence),
      exchanges: exchangesOfToken(context),
    };
  },
  judge: ({ aud, resource, provider, exchanges }) => {
    const found = `\`aud\` is ${quoteAll(aud)}; the resource is ${quote(resource)}`;
    if (aud.some((audience) => isSameResource(audience, resource)))
      return { verdict: 'pass', message: `${found}.`, exchanges };
    if (provider.isGiven && aud.length > 0 && aud.every((audience) => EVERY_API.test(audience)))
      return {
        verdict: 'info',
        message: `${found}: ${provider.title} names an API by its client id or App ID URI, whatever \`resource\` it is asked for.`,
        exchanges,
      };
    return {
      verdict: 'warn',
      message: `${found}: the authorization server did not bind the token to it.`,
      exchanges,
    };
  },
};

/** A GUID, alone or behind api://. */
const EVERY_API = /^(?:api:\/\/.+|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;

import { TokenError } from '../errors.ts';
import { quote } from '../text/quote.ts';
import type { Target } from '../types.ts';

/**
 * Refuses to get a token for a resource that only the endpoint names and that is neither the endpoint itself nor
 * a path above it on its origin: it would be handed a token that opens someone else's door (RFC 9728 §3.3,
 * RFC 8707 §2). `api://` and other names that have no origin cannot be judged so.
 * @throws TokenError `prm.resource_mismatch`
 */
export function requireOwnResource(resource: string, target: Target): void {
  const difference = differenceOf(resource, target.url);
  if (difference === undefined) return;
  throw new TokenError(
    'prm.resource_mismatch',
    `The endpoint asks for a token for ${quote(resource)}, which is ${difference} ${quote(target.url)}. Nothing was sent.`,
    {
      target: target.name,
      phase: 'token',
      hint: 'Correct "resource" in its protected resource metadata. If that resource is meant, name it yourself: --resource, or --audience for Entra ID.',
    },
  );
}

function differenceOf(resource: string, endpoint: string): string | undefined {
  if (!/^https?:/i.test(resource) || !URL.canParse(resource)) return undefined;
  const named = new URL(resource);
  const own = new URL(endpoint);
  if (named.origin !== own.origin) return 'on another origin than';
  return named.href === own.href || isAbove(named, own) ? undefined : 'another resource on the origin of';
}

/** On a segment boundary: `/a` is above `/a/mcp`, not above `/ab`. */
function isAbove(named: URL, own: URL): boolean {
  if (named.search !== '' || named.hash !== '') return false;
  const folder = named.pathname.endsWith('/') ? named.pathname : `${named.pathname}/`;
  return named.pathname === own.pathname || own.pathname.startsWith(folder);
}

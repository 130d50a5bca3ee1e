import { TokenError } from '../errors.ts';
import { quote } from '../text/quote.ts';
import type { Target } from '../types.ts';

/**
 * Refuses to get a token for a resource that only the endpoint names and that lies on another origin than the
 * endpoint itself: it would be handed a token that opens someone else's door (RFC 9728 §3.3, RFC 8707 §2).
 * `api://` and other names that have no origin cannot be judged so.
 * @throws TokenError `prm.resource_mismatch`
 */
export function requireOwnResource(resource: string, target: Target): void {
  if (!isElsewhere(resource, target.url)) return;
  throw new TokenError(
    'prm.resource_mismatch',
    `The endpoint asks for a token for ${quote(resource)}, which is on another origin than ${quote(target.url)}. Nothing was sent.`,
    {
      target: target.name,
      phase: 'token',
      hint: 'Correct "resource" in its protected resource metadata. If that resource is meant, name it yourself: --resource, or --audience for Entra ID.',
    },
  );
}

function isElsewhere(resource: string, endpoint: string): boolean {
  if (!/^https?:/i.test(resource) || !URL.canParse(resource)) return false;
  return new URL(resource).origin !== new URL(endpoint).origin;
}

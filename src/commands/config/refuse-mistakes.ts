import { UsageError } from '../../errors.ts';
import { profileFor } from '../../profiles/index.ts';
import type { FlowRequest, Target } from '../../types.ts';

/** What a mistake is about, as far as its code says so: `usage.scope_unqualified` is about the scopes. */
export type Part = 'scopes' | 'audience' | 'clientId' | 'issuer';

/**
 * Lets the provider's profile look at every flow before anything is sent.
 * @param where says where the part of a flow was given, or where the flow was when no part is known
 * @throws UsageError with the code, the message and the fix of the first mistake
 */
export function refuseMistakes(
  target: Target,
  where: (request: FlowRequest, index: number, part: Part | undefined) => string,
): void {
  const profile = profileFor(target);
  for (const [index, request] of target.flows.entries()) {
    const mistake = profile.mistake(target, request);
    if (mistake === undefined) continue;
    const part = PARTS.find(([beginning]) => mistake.code.startsWith(beginning))?.[1];
    throw new UsageError(mistake.code, `${where(request, index, part)}: ${mistake.message}`, {
      hint: mistake.fix,
      target: target.name,
    });
  }
}

const PARTS: readonly (readonly [beginning: string, part: Part])[] = [
  ['usage.scope_', 'scopes'],
  ['usage.audience_', 'audience'],
  ['usage.client_id_', 'clientId'],
  ['usage.issuer_', 'issuer'],
  ['usage.tenant_', 'issuer'],
  ['usage.policy_', 'issuer'],
];

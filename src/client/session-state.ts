import { type Credential, createCredential } from './credential.ts';
import { createElicitor, type Elicitor } from './elicitor.ts';
import type { SessionPlan } from './session-plan.ts';

/** What a session carries from its first request to its last, also when it changes the era on the way. */
export interface SessionState {
  readonly credential: Credential;
  readonly elicitor: Elicitor;
}

/** `credential`: the one of an earlier session of the same conversation. */
export function beginSession(
  plan: SessionPlan,
  credential: Credential = createCredential(plan),
): SessionState {
  credential.begin();
  return { credential, elicitor: createElicitor(plan.http.vault, plan) };
}

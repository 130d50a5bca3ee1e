import { profileFor } from '../../profiles/index.ts';
import type { Profile, Target } from '../../types.ts';

/** What of a target says which issuer is pinned. */
export type Whose = Pick<Target, 'name' | 'provider' | 'tenant' | 'issuer' | 'authority'>;

/** The issuer that a target's credentials go to, and no other; undefined: none is pinned. */
export function pinnedIssuer(target: Whose): string | undefined {
  return target.issuer ?? profileOf(target).issuerOf({ ...NOTHING_ELSE, ...target });
}

/** The profile of a target of which no more is known. */
export function profileOf(target: Whose): Profile {
  return profileFor({ ...NOTHING_ELSE, ...target });
}

const NOTHING_ELSE = {
  url: '',
  allowedOrigins: [],
  headers: [],
  protocol: 'auto',
  flows: [],
  expect: { tools: [], calls: [] },
  timeoutMs: 0,
} as const;

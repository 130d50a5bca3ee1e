import type { Evidence, Revision } from '../types.ts';
import type { Check } from './check.ts';

/**
 * Whether a rule is one of the revisions that the endpoint speaks. With nothing known of an era, its newest revision
 * counts: a server that nobody got in to is held to what is in force.
 */
export function appliesTo(
  { revisions, only }: Pick<Check, 'revisions' | 'only'>,
  evidence: Evidence,
): boolean {
  if (revisions === undefined) return true;
  const { since = '2025-03-26', until = '2026-07-28' } = revisions;
  return spokenRevisions(evidence)
    .filter((revision) => only === undefined || (revision === MODERN) === (only === 'modern'))
    .some((revision) => revision >= since && revision <= until);
}

/** The newest revision of each era that is spoken, or may be. */
export function spokenRevisions({ flows, eras, target }: Evidence): readonly Revision[] {
  const sessions = flows.flatMap((flow) => flow.sessions).filter((session) => session.error === null);
  const agreed = sessions.find((session) => session.era === 'legacy')?.protocol;
  const asked = target.protocol;
  const handshake =
    LEGACY.find((revision) => revision === agreed) ??
    LEGACY.find((revision) => revision === asked) ??
    LEGACY[0];
  return [...(eras.legacy === false ? [] : [handshake]), ...(eras.modern === false ? [] : [MODERN])];
}

const MODERN: Revision = '2026-07-28';
const LEGACY = ['2025-11-25', '2025-06-18', '2025-03-26'] as const satisfies readonly Revision[];

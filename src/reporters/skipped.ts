import type { Result } from '../types.ts';
import { escapeRemote } from './escape.ts';
import { hang, type Paint } from './paint.ts';
import { count } from './words.ts';

/** Most reasons that are told, so that a report stays on one screen. */
const MAX_REASONS = 3;

/** What was skipped for want of a flag or credential, one entry per reason, that of most checks first. */
export function skippedLines(checks: readonly Result[], paint: Paint): readonly string[] {
  const reasons = new Map<string, Set<string>>();
  for (const result of checks) {
    if (result.verdict !== 'skip' || !isWorthALine(result)) continue;
    reasons.set(result.message, (reasons.get(result.message) ?? new Set()).add(result.id));
  }
  const most = [...reasons].sort(([, one], [, other]) => other.size - one.size);
  const rows = most.slice(0, MAX_REASONS).flatMap(([message, ids]) => {
    const [id = '', ...more] = ids;
    const which = escapeRemote(more.length === 0 ? id : `${id} and ${more.length} more`, 100);
    // Whole, because what the reader can do about it stands at its end.
    return hang(`  ${paint.mark('skip')} skipped ${which}: `, escapeRemote(message, 240), paint.width, 6);
  });
  const rest = reasons.size - Math.min(reasons.size, MAX_REASONS);
  return rest > 0
    ? [...rows, `  ${paint.mark('skip')} skipped for ${count(rest, 'more reason')}: see --format json`]
    : rows;
}

/** That nothing was demanded, or that an earlier check failed, is no reason to try again with another flag. */
function isWorthALine({ id, group, flow }: Result): boolean {
  if (DEMANDS.has(id) || group === 'discovery' || id === 'endpoint/challenge-on-invalid-token') return false;
  return id !== 'token/refresh-works' || !WITHOUT_REFRESH.has(flow ?? '');
}

const DEMANDS: ReadonlySet<string> = new Set([
  'token/audience-as-expected',
  'token/issuer-as-expected',
  'token/scopes-as-expected',
  'token/roles-as-expected',
  'token/grants-what-was-asked',
  'server/lists-expected-tools',
  'server/answers-expected-results',
]);

/** Flows that bring no refresh token, or are one. */
const WITHOUT_REFRESH: ReadonlySet<string> = new Set([
  'client_credentials',
  'refresh_token',
  'jwt_bearer',
  'enterprise',
  'bearer',
  'none',
]);

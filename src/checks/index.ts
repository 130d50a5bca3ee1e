import { authorizationEndpointChecks } from './authorization-endpoint/index.ts';
import { browserChecks } from './browser/index.ts';
import type { Check } from './check.ts';
import { coverageChecks } from './coverage/index.ts';
import { discoveryChecks } from './discovery/index.ts';
import { endpointChecks } from './endpoint/index.ts';
import { interopChecks } from './interop/index.ts';
import { leakageChecks } from './leakage/index.ts';
import { registrationChecks } from './registration/index.ts';
import { scopeChecks } from './scope/index.ts';
import { selectFrom } from './select-checks.ts';
import { serverChecks } from './server/index.ts';
import { sessionChecks } from './session/index.ts';
import { tokenChecks } from './token/index.ts';
import { tokenEndpointChecks } from './token-endpoint/index.ts';

export type { Allowances, AttackTokens, Check, CheckContext, Judgement } from './check.ts';
export { type RunOptions, runChecks } from './run-checks.ts';

/** Every check, in reading order. */
export const checks: readonly Check[] = [
  ...discoveryChecks,
  ...tokenChecks,
  ...endpointChecks,
  ...coverageChecks,
  ...scopeChecks,
  ...sessionChecks,
  ...browserChecks,
  ...leakageChecks,
  ...serverChecks,
  ...tokenEndpointChecks,
  ...authorizationEndpointChecks,
  ...registrationChecks,
  ...interopChecks,
];

/**
 * The checks that `list` names, without those that `skip` names: ids, groups, `all` or `none`, as a list or with commas.
 * @throws UsageError `usage.unknown_check`, `usage.no_checks`
 */
export function selectChecks(
  list: string | readonly string[] = 'all',
  skip: string | readonly string[] = '',
): readonly Check[] {
  return selectFrom(checks, list, skip);
}

import type { Check, Judgement } from '../../src/checks/check.ts';
import { profileNamed } from '../../src/profiles/index.ts';
import { type Changes, contextOf, discoveryOf } from './discoveries.ts';

/** What a check makes of the metadata of an authorization server that does everything right, but for the changes. */
export async function judgedOnMetadata<T>(
  check: Check<T>,
  server: NonNullable<Changes['server']>,
  provider = 'generic',
): Promise<Judgement | string> {
  const context = contextOf({ discovery: discoveryOf({ server }), profile: profileNamed(provider) });
  const unmet = check.unmet?.(context);
  return unmet ?? check.judge(await check.observe(context));
}

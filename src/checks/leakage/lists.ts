import type { FlowEvidence, ProbeAnswer } from '../../types.ts';
import { accessToken, likeTheGoodOne } from '../bearer.ts';
import type { CheckContext } from '../check.ts';
import { once } from '../once.ts';
import { withGoodToken } from './looks.ts';

/** What a server says of itself, or lists, and how long and by whom that may be kept (2026-07-28, Caching). */
export interface CacheableList {
  readonly method: string;
  readonly ttlMs: unknown;
  readonly cacheScope: unknown;
  /** What was listed, in an order of its own, without what may differ from answer to answer. */
  readonly content: string;
  readonly exchange: number;
}

/** Lists by the capability that a server declares when it has them. */
const BY_CAPABILITY: readonly (readonly [capability: string, methods: readonly string[]])[] = [
  ['tools', ['tools/list']],
  ['resources', ['resources/list', 'resources/templates/list']],
  ['prompts', ['prompts/list']],
];

/** `server/discover` and every list that the server says it has, as the context's flow gets them. */
export function ownLists(context: CheckContext): Promise<readonly CacheableList[]> {
  return once(context, `leakage/lists:${context.era}`, async () => {
    const discovered = await ask(context, 'server/discover');
    const capabilities = record(record(discovered.rpc?.result).capabilities);
    const methods = BY_CAPABILITY.flatMap(([name, own]) => (capabilities[name] === undefined ? [] : own));
    const lists = [...listOf('server/discover', discovered)];
    for (const method of methods) lists.push(...listOf(method, await ask(context, method)));
    return lists;
  });
}

/** The same lists as another flow gets them. */
export async function listsOf(
  context: CheckContext,
  flow: FlowEvidence,
  methods: readonly string[],
): Promise<readonly CacheableList[]> {
  const own = { ...context, flow };
  const lists: CacheableList[] = [];
  for (const method of methods) lists.push(...listOf(method, await send(own, method)));
  return lists;
}

async function ask(context: CheckContext, method: string): Promise<ProbeAnswer> {
  // The standard request of the era, which other checks look at, too.
  return method === 'tools/list' ? (await withGoodToken(context)).answer : await send(context, method);
}

function send(context: CheckContext, method: string): Promise<ProbeAnswer> {
  const shown = likeTheGoodOne(accessToken(context), context);
  return context.probe({ era: 'modern', ...shown, rpc: { method }, phase: 'check' });
}

/** None where no result came. */
function listOf(method: string, { kind, rpc, exchange }: ProbeAnswer): readonly CacheableList[] {
  if (kind !== 'result') return [];
  const { ttlMs, cacheScope, _meta, ...content } = record(rpc?.result);
  return [{ method, ttlMs, cacheScope, content: canonical(content), exchange }];
}

/** Equal for equal contents, in whatever order members and entries came. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`,
  );
  return `{${members.sort().join()}}`;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

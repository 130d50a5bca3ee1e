import { parseCall } from '../../client/call-expression.ts';
import { type Annotated, type AnnotatedMap, annotated } from './annotated.ts';
import { parseHeader } from './header.ts';
import type { Inputs, TargetFlags } from './inputs.ts';
import { variableState } from './secret-state.ts';
import { elicitAnswer } from './values.ts';

/** Settings that a flag replaces, wherever else they stand. */
export function overridden(flags: TargetFlags): ReadonlySet<string> {
  return new Set((['protocol', 'timeout', 'elicit'] as const).filter((key) => flags[key] !== undefined));
}

/**
 * The settings, with what flags replace and add to them and with what holds when nobody says anything.
 * @throws UsageError `usage.*` for a flag that cannot be read
 */
export function whatFlagsAdd(
  { entries }: AnnotatedMap,
  inputs: Inputs,
  replaced: ReadonlySet<string>,
): AnnotatedMap {
  const { flags } = inputs;
  const settings = new Map(entries);
  const extend = (key: string, more: Annotated): void => {
    settings.set(key, joined(settings.get(key), more));
  };
  if (replaced.has('protocol')) settings.set('protocol', annotated(flags.protocol, '--protocol'));
  else if (!settings.has('protocol')) settings.set('protocol', annotated('auto', 'default'));
  if (replaced.has('timeout')) settings.set('timeout', annotated(Number(flags.timeout), '--timeout'));
  else if (!settings.has('timeout')) settings.set('timeout', annotated(30, 'default'));
  if (flags.elicit !== undefined) {
    settings.set('elicit', annotated(elicitAnswer(flags.elicit, '--elicit'), '--elicit'));
  }
  for (const text of flags.header ?? []) extend('headers', headerOf(text, inputs));
  if (flags.allowedOrigin !== undefined) {
    extend('allowedOrigins', annotated(flags.allowedOrigin, '--allowed-origin'));
  }
  if (flags.expectTool !== undefined) extend('expect', nested('tools', flags.expectTool, '--expect-tool'));
  if (flags.call !== undefined) extend('expect', nested('calls', flags.call.map(parseCall), '--call'));
  if (flags.publicMethod !== undefined) {
    extend('probes', nested('publicMethods', flags.publicMethod, '--public-method'));
  }
  if (flags.otherApi !== undefined) extend('probes', nested('otherApi', flags.otherApi, '--other-api'));
  return { entries: [...settings] };
}

/** Lists grow, mappings take further keys; a single value stays what it was. */
function joined(old: Annotated | undefined, more: Annotated): Annotated {
  if (old === undefined) return more;
  if ('items' in old && 'items' in more) return { items: [...old.items, ...more.items] };
  if (!('entries' in old && 'entries' in more)) return old;
  const members = new Map(old.entries);
  for (const [key, value] of more.entries) members.set(key, joined(members.get(key), value));
  return { entries: [...members] };
}

function nested(key: string, value: unknown, from: string): Annotated {
  return { entries: [[key, annotated(value, from)]] };
}

function headerOf(text: string, inputs: Inputs): Annotated {
  const checked = { environment: { ANY: 'x' }, keep: (value: string) => inputs.vault.keep(value) };
  const [, name = '', written] = /^([^:]*):\s*env:(.*)$/s.exec(text) ?? [];
  if (written !== undefined) {
    const variable = written.trim();
    return nested(name.trim(), `env:${variable}`, `${variableState(variable, inputs)}; --header`);
  }
  const [header, value] = parseHeader(text, checked, '--header');
  return nested(header, String(value), '--header');
}

import type { Vault } from '../secret.ts';
import type { Report } from '../types.ts';

/**
 * The report with every secret masked in every text of it. For formats that escape: a secret with `~` or `_` in it
 * looks different in Markdown, one with `&` in XML, and would no longer be found in the finished text.
 */
export function redactedReport(report: Report, vault: Vault): Report {
  const known = new Map<string, string>();
  const redact = (text: string): string => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const clean = vault.redact(text);
    if (text.length <= LONG && known.size < MOST) known.set(text, clean);
    return clean;
  };
  return { ...report, targets: walk(report.targets, redact) as Report['targets'] };
}

/** Hundreds of targets say the same thousand things: those are looked through once. */
const MOST = 10_000;
const LONG = 500;

function walk(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), walk(item, change)]));
}

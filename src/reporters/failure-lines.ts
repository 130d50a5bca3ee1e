import type { Exchange, Finding, Result, TargetReport } from '../types.ts';
import { escapeRemote } from './escape.ts';
import { hang, type Paint, unbreakable } from './paint.ts';
import { clip, sameWords } from './words.ts';

/**
 * What failed in one group: the first failure of each cause with its exchanges, the others by name. What no finding
 * explains is a cause of its own.
 */
export function failureLines(
  failed: readonly Result[],
  target: TargetReport,
  paint: Paint,
): readonly string[] {
  const causes = new Map<string, Result[]>();
  for (const result of failed) {
    const finding = target.findings.findIndex((one) => one.results.includes(result.id));
    const cause = finding < 0 ? result.id : `${finding}`;
    causes.set(cause, [...(causes.get(cause) ?? []), result]);
  }
  return [...causes].flatMap(([cause, results]) => {
    const finding = target.findings[Number(cause)];
    return oneCause(inOrderOf(finding, results), finding, target, paint);
  });
}

/** What a finding follows from comes first, as the finding itself has it. */
function inOrderOf(finding: Finding | undefined, results: readonly Result[]): readonly Result[] {
  if (finding === undefined) return results;
  const place = ({ id }: Result): number => finding.results.indexOf(id);
  return [...results].sort((one, other) => place(one) - place(other));
}

function oneCause(
  results: readonly Result[],
  finding: Finding | undefined,
  target: TargetReport,
  paint: Paint,
): readonly string[] {
  const said = sameWords(results);
  const [first] = said;
  if (first === undefined) return [];
  const { result, where } = first;
  const place = where === '' ? '' : ` (${where})`;
  const message = escapeRemote(result.message, finding === undefined ? 600 : 160);
  const others = [...new Set(results.map(({ id }) => id))].filter((id) => id !== result.id);
  const inner = '        ';
  return [
    ...hang(
      `      ${paint.mark('fail')} `,
      `${escapeRemote(result.id, 100)}${place}: ${message}`,
      paint.width,
    ),
    ...fixLines(result, finding, target, inner, paint),
    ...exchangeLines(result, target.exchanges, inner, paint),
    ...reproduceLines(result, inner, paint),
    ...(others.length === 0
      ? []
      : hang(
          inner,
          `also failed: ${others.map((id) => unbreakable(shortName(id))).join(', ')}`,
          paint.width,
        )),
  ];
}

/** What mends it: the finding that explains it, else what the check itself says. */
function fixLines(
  { fix }: Result,
  finding: Finding | undefined,
  target: TargetReport,
  inner: string,
  paint: Paint,
): readonly string[] {
  const arrow = `${inner}${paint.colour('green', finding === undefined ? `${paint.arrow} fix:` : paint.arrow)} `;
  if (finding !== undefined) {
    const root = rootOf(finding, target.findings);
    return [`${arrow}${target.findings[0] === root ? 'see the root cause' : `see ${root.code} below`}`];
  }
  return fix === undefined ? [] : hang(arrow, escapeRemote(fix, 600), paint.width, inner.length);
}

/** The finding from which another only follows, else that one itself. */
function rootOf(finding: Finding, findings: readonly Finding[]): Finding {
  return findings.find(({ code }) => code === finding.because) ?? finding;
}

/** In one line, however long: it is there to be copied. */
function reproduceLines({ reproduce }: Result, inner: string, paint: Paint): readonly string[] {
  return reproduce === undefined
    ? []
    : [`${inner}${paint.colour('dim', `$ ${escapeRemote(reproduce, 4000)}`)}`];
}

function shortName(id: string): string {
  return escapeRemote(id.slice(id.indexOf('/') + 1), 80);
}

/** Which exchanges show it, so that they can be found in a trace. */
function exchangeLines(
  result: Result,
  exchanges: readonly Exchange[],
  indent: string,
  paint: Paint,
): readonly string[] {
  const shown = exchanges.filter((exchange) => result.exchanges.includes(exchange.n)).slice(0, 3);
  const same = new Map<string, Exchange[]>();
  for (const exchange of shown) {
    const key = [exchange.method, withoutQuery(exchange.url), outcome(exchange)].join(' ');
    same.set(key, [...(same.get(key) ?? []), exchange]);
  }
  return [...same.values()].flatMap((group) => {
    const [exchange] = group;
    if (exchange === undefined) return [];
    const numbers = group.map(({ n }) => n).join(', ');
    const head = `exchange${group.length === 1 ? '' : 's'} ${numbers}: ${escapeRemote(exchange.method, 20)} `;
    const tail = ` ${paint.arrow} ${outcome(exchange)}`;
    const room = Math.max(20, paint.width - indent.length - head.length - tail.length);
    return `${indent}${paint.colour('dim', `${head}${clip(withoutQuery(exchange.url), room)}${tail}`)}`;
  });
}

function withoutQuery(url: string): string {
  return url.split('?')[0] ?? url;
}

function outcome({ status, error }: Exchange): string {
  return `${status ?? error ?? 'no answer'}`;
}

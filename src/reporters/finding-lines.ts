import type { Finding, SupportIds } from '../types.ts';
import { escapeRemote } from './escape.ts';
import { hang, type Paint, unbreakable } from './paint.ts';
import { count } from './words.ts';

const VERDICTS = { error: 'fail', warning: 'warn', note: 'info' } as const;

/**
 * A finding in full: what it is, the step that mends it, what it explains, and then why, what else it may be and
 * where to look. `consequences`: the findings that only follow from it.
 */
export function findingLines(
  finding: Finding,
  paint: Paint,
  indent = '  ',
  consequences: readonly Finding[] = [],
): readonly string[] {
  const mark = paint.mark(VERDICTS[finding.severity]);
  const inner = `${indent}  `;
  const labelled = (label: string, text: string | undefined): readonly string[] =>
    text === undefined ? [] : hang(`${inner}${label}: `, escapeRemote(text, 1200), paint.width);
  const summary = hang(`${indent}${mark} `, escapeRemote(finding.summary, 300), paint.width);
  return [
    ...summary.map((line) => (finding.severity === 'error' ? paint.colour('bold', line) : line)),
    ...labelled(paint.colour('green', `${paint.arrow} fix`), finding.fix),
    ...pasteLines(finding, paint, inner),
    ...explainsLines(finding, consequences, paint, inner),
    ...labelled('why', finding.cause),
    ...alternativeLines(finding, paint, inner),
    ...labelled('to decide', finding.decide),
    ...labelled('look', finding.look),
    ...labelled('for support', supportText(finding.support)),
    ...hang(inner, paint.colour('dim', nameOf(finding)), paint.width),
  ];
}

/** A finding on one line, for what only deserves to be known. */
export function findingLine(finding: Finding, paint: Paint, indent = '  '): readonly string[] {
  const mark = paint.mark(VERDICTS[finding.severity]);
  return hang(`${indent}${mark} `, escapeRemote(finding.summary, 200), paint.width);
}

/** The findings that stand for themselves, each with what only follows from it. */
export function withConsequences(
  findings: readonly Finding[],
): readonly { readonly finding: Finding; readonly consequences: readonly Finding[] }[] {
  return findings
    .filter(({ because }) => because === undefined)
    .map((finding) => ({
      finding,
      consequences: findings.filter(({ because }) => because === finding.code),
    }));
}

/** Each line whole, however long: it is there to be copied. */
function pasteLines({ paste = [] }: Finding, paint: Paint, indent: string): readonly string[] {
  return paste.flatMap(({ where, text }) => {
    const lines = text.split('\n').map((line) => escapeRemote(line, 2000));
    if (where === 'shell') return lines.map((line) => `${indent}${paint.colour('cyan', `$ ${line}`)}`);
    const [first = '', ...more] = lines;
    const label = `${indent}${WHERE[where]}: `;
    return [
      `${label}${paint.colour('cyan', first)}`,
      ...more.map((line) => `${' '.repeat(label.length)}${paint.colour('cyan', line)}`),
    ];
  });
}

const WHERE = {
  manifest: 'in the manifest',
  server: 'at the server',
  gateway: 'at the gateway',
  client: 'at the client',
  claims: 'in the token',
} as const;

const NAMED_RESULTS = 3;

/** What goes away with it: failed results, and findings that only follow. */
function explainsLines(
  { results }: Finding,
  consequences: readonly Finding[],
  paint: Paint,
  indent: string,
): readonly string[] {
  const ids = [...new Set([...results, ...consequences.flatMap((one) => one.results)])];
  const more = ids.length - NAMED_RESULTS;
  const named = ids.slice(0, NAMED_RESULTS).map((id) => unbreakable(escapeRemote(id, 100)));
  const text = `${count(ids.length, 'failure')}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const codes = [...new Set(consequences.map(({ code }) => unbreakable(code)))];
  return [
    ...(ids.length === 0 ? [] : hang(`${indent}explains: `, text, paint.width)),
    ...(consequences.length === 0 ? [] : hang(`${indent}goes away with it: `, codes.join(', '), paint.width)),
  ];
}

function alternativeLines({ alternatives = [] }: Finding, paint: Paint, indent: string): readonly string[] {
  return alternatives.flatMap((text) => hang(`${indent}or: `, escapeRemote(text, 600), paint.width));
}

function supportText(ids: SupportIds | undefined): string | undefined {
  if (ids === undefined) return undefined;
  const { traceId, correlationId, timestamp } = ids;
  const facts = [
    ...(correlationId === undefined ? [] : [`correlation id ${correlationId}`]),
    ...(traceId === undefined ? [] : [`trace id ${traceId}`]),
    ...(timestamp === undefined ? [] : [timestamp]),
  ];
  return facts.length === 0 ? undefined : facts.join(', ');
}

function nameOf({ code, aadsts, confidence, docs }: Finding): string {
  const name = aadsts === null || code.includes(`${aadsts}`) ? code : `${code} (AADSTS${aadsts})`;
  return [name, ...(confidence === 'certain' ? [] : [CONFIDENCE[confidence]]), docs].join(', ');
}

const CONFIDENCE = { likely: 'most likely this', possible: 'one of several causes that fit' } as const;

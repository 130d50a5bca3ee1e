import type { Finding } from '../types.ts';
import { escapeRemote } from './escape.ts';
import { hang, type Paint, wrap } from './paint.ts';

const VERDICTS = { error: 'fail', warning: 'warn', note: 'info' } as const;

/** A finding in full: what it is, why, and the step that mends it. */
export function findingLines(finding: Finding, paint: Paint, indent = '  '): readonly string[] {
  const mark = paint.mark(VERDICTS[finding.severity]);
  const inner = `${indent}  `;
  const { code, aadsts } = finding;
  const name = aadsts === null || code.includes(`${aadsts}`) ? code : `${code} (AADSTS${aadsts})`;
  const summary = hang(`${indent}${mark} `, escapeRemote(finding.summary, 300), paint.width);
  return [
    ...summary.map((line) => (finding.severity === 'error' ? paint.colour('bold', line) : line)),
    ...wrap(escapeRemote(finding.cause, 1200), paint.width, inner),
    ...hang(
      `${inner}${paint.colour('green', `${paint.arrow} fix:`)} `,
      escapeRemote(finding.fix, 1200),
      paint.width,
    ),
    `${inner}${paint.colour('dim', `${name}, ${finding.docs}`)}`,
  ];
}

/** A finding on one line, for what only deserves to be known. */
export function findingLine(finding: Finding, paint: Paint, indent = '  '): readonly string[] {
  const mark = paint.mark(VERDICTS[finding.severity]);
  return hang(`${indent}${mark} `, escapeRemote(finding.summary, 200), paint.width);
}

import type { Challenge, TargetReport } from '../types.ts';
import { checkLines } from './check-lines.ts';
import { escapeRemote } from './escape.ts';
import { findingLine, findingLines, withConsequences } from './finding-lines.ts';
import { hang, type Paint, paintWith } from './paint.ts';
import type { RenderOptions } from './reporter.ts';
import { list } from './words.ts';

/** What an endpoint says of itself without a token: what is wrong first, then the documents, the checks, the notes. */
export function renderDiscovery(target: TargetReport, options: RenderOptions): string {
  const paint = paintWith(options);
  const { challenge, protectedResourceMetadata, authorizationServerMetadata } = target.discovery;
  const own = withConsequences(target.findings);
  const wrong = own.filter(({ finding }) => finding.severity !== 'note');
  const notes = own.filter(({ finding }) => finding.severity === 'note');
  const lines = [
    `${paint.mark(target.verdict)} ${paint.colour('bold', escapeRemote(target.name, 200))}  ${escapeRemote(target.url, 300)}`,
    ...wrong.flatMap(({ finding, consequences }) => [
      '',
      ...findingLines(finding, paint, '  ', consequences),
    ]),
    '',
    ...member('eras', erasText(target.eras), paint),
    ...member('challenge', challenge === null ? 'none' : challengeText(challenge), paint),
    ...document('protected resource metadata', protectedResourceMetadata, paint),
    ...document('authorization server metadata', authorizationServerMetadata, paint),
    '',
    ...checkLines(target, paint),
    ...notes.flatMap(({ finding }) => ['', ...findingLine(finding, paint)]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Which revisions it speaks, as far as it says so to somebody without a token. */
function erasText({ legacy, modern }: TargetReport['eras']): string {
  if (legacy === null && modern === null) return 'cannot be told without a token: both are refused alike';
  const said = (speaks: boolean | null): string =>
    speaks === null ? 'cannot be told' : speaks ? 'spoken' : 'not spoken';
  return `up to 2025-11-25 (handshake): ${said(legacy)}; 2026-07-28: ${said(modern)}`;
}

function document(
  name: string,
  value: Readonly<Record<string, unknown>> | null,
  paint: Paint,
): readonly string[] {
  if (value === null) return member(name, 'none', paint);
  return [
    `  ${paint.colour('dim', name)}`,
    ...Object.entries(value).flatMap(([key, content]) =>
      hang(`    ${escapeRemote(key, 60)}: `, valueText(content), paint.width, 6),
    ),
  ];
}

function member(name: string, value: string, paint: Paint): readonly string[] {
  return hang(`  ${paint.colour('dim', name)}  `, value, paint.width);
}

function challengeText({ scheme, parameters, token68 }: Challenge): string {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}="${value}"`);
  return escapeRemote([scheme, ...(token68 === undefined ? [] : [token68]), pairs.join(', ')].join(' '), 400);
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return escapeRemote(value, 200);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return list(value);
  return escapeRemote(JSON.stringify(value) ?? '', 200);
}

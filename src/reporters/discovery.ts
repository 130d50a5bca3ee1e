import type { Challenge, TargetReport } from '../types.ts';
import { checkLines } from './check-lines.ts';
import { escapeRemote } from './escape.ts';
import { findingLine, findingLines } from './finding-lines.ts';
import { hang, type Paint, paintWith } from './paint.ts';
import type { RenderOptions } from './reporter.ts';
import { list } from './words.ts';

/** What an endpoint says of itself without a token, with checks and findings. */
export function renderDiscovery(target: TargetReport, options: RenderOptions): string {
  const paint = paintWith(options);
  const { challenge, protectedResourceMetadata, authorizationServerMetadata } = target.discovery;
  const lines = [
    `${paint.mark(target.verdict)} ${paint.colour('bold', escapeRemote(target.name, 200))}  ${escapeRemote(target.url, 300)}`,
    '',
    ...member('challenge', challenge === null ? 'none' : challengeText(challenge), paint),
    ...document('protected resource metadata', protectedResourceMetadata, paint),
    ...document('authorization server metadata', authorizationServerMetadata, paint),
    '',
    ...checkLines(target, paint),
  ];
  for (const finding of target.findings) {
    lines.push('', ...(finding.severity === 'note' ? findingLine : findingLines)(finding, paint));
  }
  return `${lines.join('\n')}\n`;
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

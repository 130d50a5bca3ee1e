import type { Finding, Token } from '../types.ts';
import { escapeRemote } from './escape.ts';
import { findingLine, findingLines, withConsequences } from './finding-lines.ts';
import { hang, paintWith } from './paint.ts';
import type { RenderOptions } from './reporter.ts';
import { list, signatureInWords, timeLeft, tokenInWords } from './words.ts';

const PLAIN: RenderOptions = { colour: false, width: 100, unicode: true };

/**
 * A token in plain words, its claims, and what is wrong with it. `now` in milliseconds since the epoch.
 */
export function renderToken(
  token: Token,
  now: number,
  findings: readonly Finding[],
  options: RenderOptions = PLAIN,
): string {
  const paint = paintWith(options);
  const words = tokenInWords(token);
  const lines = [
    ...hang('', `${words.charAt(0).toUpperCase()}${words.slice(1)}.`, paint.width),
    '',
    ...row('issuer', token.iss),
    ...row('audience', list(token.aud)),
    ...row('client', token.clientId),
    ...row('subject', token.sub),
    ...row('tenant', token.tenant),
    ...row('scopes', list(token.scp)),
    ...row('roles', list(token.roles)),
    ...row('version', token.version),
    ...row('issued', token.issuedAt),
    ...row('expires', token.expiresAt === null ? null : `${token.expiresAt} (${timeLeft(token, now)})`),
    ...row('signature', signatureInWords(token).replace(/^signature /i, '')),
    ...token.remarks.flatMap((remark) => row('remark', remark)),
    ...objectLines('header', token.header),
    ...objectLines('claims', token.claims),
  ];
  for (const { finding, consequences } of withConsequences(findings)) {
    lines.push(
      '',
      ...(finding.severity === 'note'
        ? findingLine(finding, paint, '')
        : findingLines(finding, paint, '', consequences)),
    );
  }
  return `${lines.join('\n')}\n`;

  function row(name: string, value: string | null): readonly string[] {
    if (value === null || value === '') return [];
    const label = `${name.padEnd(10)} `;
    return hang(paint.colour('dim', label), escapeRemote(value, 400), paint.width);
  }

  function objectLines(name: string, value: Readonly<Record<string, unknown>> | null): readonly string[] {
    if (value === null) return [];
    const members = Object.entries(value).map(
      ([key, member]) => `  ${escapeRemote(key, 60)}: ${escapeRemote(JSON.stringify(member) ?? '', 200)}`,
    );
    return ['', paint.colour('dim', name), ...members];
  }
}

import { describe, expect, it } from 'vitest';
import { explainCode } from '../../src/commands/explain-run.ts';
import type { Io } from '../../src/commands/io.ts';
import { UsageError } from '../../src/errors.ts';

function run(code: string, format = 'pretty'): string {
  const printed: string[] = [];
  const io = { out: (text: string) => printed.push(text), stdoutIsTerminal: false, width: 80 };
  expect(explainCode(io as unknown as Io, { format }, code)).toBe(0);
  return printed.join('');
}

function refusal(code: string, format?: string): UsageError {
  try {
    run(code, format);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('it was explained');
}

describe('explain', () => {
  it('prints the same members as text and as JSON', () => {
    const text = run('AADSTS70044');
    const json = JSON.parse(run('AADSTS70044', 'json')) as Record<string, unknown>;
    expect(Object.keys(json).sort()).toEqual(
      ['cause', 'code', 'confidence', 'fix', 'kind', 'known', 'more', 'source', 'title'].sort(),
    );
    for (const member of ['code', 'title', 'cause', 'fix', 'known', 'source']) {
      expect(text).toContain(json[member]);
    }
    for (const section of json.more as { readonly text: string }[]) expect(text).toContain(section.text);
  });

  it('names the nearest, and where Microsoft explains a number', () => {
    const { code, exit, message, hint } = refusal('7000219').toJSON();
    expect({ code, exit }).toEqual({ code: 'usage.unknown_code', exit: 2 });
    expect(message).toBe('Nothing is known of "7000219". Its number is not in the catalogue.');
    expect(hint).toContain('AADSTS7000215');
    expect(hint).toContain('https://login.microsoftonline.com/error?code=7000219');
  });

  it('says what it explains where nothing is near', () => {
    const { hint } = refusal('qqqqqqqqqqqqqqqqqqqqqqqq');
    for (const kind of ['AADSTS', 'Okta', 'IDX', 'OAuth errors', 'checks', 'exit codes']) {
      expect(hint).toContain(kind);
    }
  });

  it.each(['', '   ', '\n'])('says of %j that it is empty', (code) => {
    expect(refusal(code).message).toBe('There is no code to explain: it is empty.');
  });

  it('clips what is huge, and prints no control character', () => {
    expect(refusal('x'.repeat(1_000_000)).message.length).toBeLessThan(200);
    const { message, hint = '' } = refusal('\u001b[31mred\u0007\u202e');
    expect(`${message}${hint}`).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(message).toContain('\\u{1b}[31mred');
  });

  it('has two formats', () => {
    expect(refusal('7', 'xml').code).toBe('usage.format_unknown');
  });
});

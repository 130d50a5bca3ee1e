import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { azureIssues, githubAnnotations, plainNotes } from '../../src/reporters/annotations.ts';
import { clipped, escapeRemote } from '../../src/reporters/escape.ts';
import { h, LONGEST, textOf } from '../../src/reporters/html/markup.ts';
import { jsonText } from '../../src/reporters/json-text.ts';
import { code, fenced, inline } from '../../src/reporters/markdown-text.ts';
import { element } from '../../src/reporters/xml.ts';
import { commandsIn, hostileReport } from '../reporters/hostile-report.ts';
import { nasty, PATIENT, times, wellFormed } from './runs.ts';

/** Control, format and private-use characters, separators of lines, halves of pairs; no line break. */
const INVISIBLE = /(?!\n)\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}|\p{Co}/u;
/** What a runner of a CI system would look for, wherever in the line it stands. */
const COMMAND = /::\w|##/;
const long = fc.oneof(
  nasty,
  fc.tuple(nasty, fc.integer({ min: 1, max: 400 })).map(([text, count]) => text.repeat(count)),
);

describe('text of a server', () => {
  it('stands on one line of a terminal, visible, and is no command', PATIENT, () => {
    fc.assert(
      fc.property(long, fc.integer({ min: 1, max: 600 }), (text, limit) => {
        const shown = escapeRemote(text, limit);
        expect(shown).not.toMatch(INVISIBLE);
        expect(shown).not.toMatch(/\n/);
        expect(shown.replaceAll(/\[[0-9a-f:]*/gi, '[')).not.toMatch(COMMAND);
        expect(commandsIn(shown)).toEqual([]);
        // Nothing is longer than its own characters, each written as an escape.
        expect(shown.length).toBeLessThanOrEqual((limit + 24) * 10 + 40);
      }),
      times(600),
    );
  });

  it('is not escaped a second time', PATIENT, () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const once = escapeRemote(text, 10_000);
        expect(escapeRemote(once, 10_000)).toBe(once);
      }),
      times(600),
    );
  });

  it('is cut between characters', PATIENT, () => {
    fc.assert(
      fc.property(
        long.filter((text) => !/\p{Cs}/u.test(text)),
        fc.integer({ min: 1, max: 600 }),
        (text, most) => {
          expect(clipped(text, most)).not.toMatch(/\p{Cs}/u);
        },
      ),
      times(400),
    );
  });

  it('keeps its meaning in JSON, and is visible there', PATIENT, () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 2 }), nasty, nasty, (value, key, text) => {
        const written = jsonText({ [`_${key}`]: [text, value], text: `"${text}\\` });
        expect(written).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|##/u);
        const meant: unknown = JSON.parse(
          JSON.stringify({ [`_${key}`]: [text, value], text: `"${text}\\` }),
          (_, one: unknown) => (typeof one === 'string' ? wellFormed(one) : one),
        );
        expect(inOrder(JSON.parse(written))).toEqual(inOrder(meant));
      }),
      times(600),
    );
  });

  it('is text in HTML, in an attribute and between tags', PATIENT, () => {
    fc.assert(
      fc.property(long, (text) => {
        const written = textOf(h`<p title="${text}">${text}</p>`);
        expect(written).toMatch(/^<p title="[^"<>]*">[^<>]*<\/p>$/);
        expect(written).not.toMatch(INVISIBLE);
        expect(written.replaceAll('&quot;', '"')).not.toMatch(/::|##|&(?!(?:amp|lt|gt|quot|#58|#35);)/);
        expect(written.length).toBeLessThan(LONGEST * 30);
      }),
      times(600),
    );
  });

  it('is text in XML', PATIENT, () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const written = element('p', { title: text }, `${text}.`).text;
        expect(written).toMatch(/^<p title="[^"<>\n]*">[^<>]*<\/p>$/);
        // XML 1.0 §2.2 and §4.1: legal characters, and no reference but these.
        expect(written).toMatch(/^[\t\n\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
        expect(written).not.toMatch(
          /(?![\n\t])\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Co}|::|##|&(?!(?:amp|lt|gt|quot|#58|#35|#9|#10);)/u,
        );
      }),
      times(600),
    );
  });

  it('is neither markup nor mention nor link in Markdown', PATIENT, () => {
    fc.assert(
      fc.property(long, (text) => {
        // The only invisible character is ours: it parts what would become a mention.
        const written = inline(text).replaceAll('\u200b', '');
        expect(written).not.toMatch(INVISIBLE);
        expect(written).not.toMatch(/\n/);
        const outside = written.replaceAll(/`[\w./:=-]+(?: [\w./:=-]+)*`/g, ' ').replaceAll(/\\./g, ' ');
        expect(outside).not.toMatch(/[<`*_[\]|]|:\/\/|::/);
        expect(inline(text).replaceAll('&#58;', '')).not.toMatch(/[@#](?=\w)|www\.|GH-\d/i);
      }),
      times(600),
    );
  });

  it('does not leave the code in Markdown that it stands in', PATIENT, () => {
    fc.assert(
      fc.property(long, (text) => {
        const inCell = code(text);
        const [fence = ''] = /^`+/.exec(inCell) ?? [];
        expect(inCell.endsWith(fence)).toBe(true);
        expect(inCell.slice(fence.length, -fence.length)).not.toMatch(new RegExp(`(?<!\`)${fence}(?!\`)`));
        expect(inCell).not.toMatch(/\n|(?<!\\)\|/);
        const [begin = '', ...lines] = fenced(text);
        const end = lines.pop();
        expect(end).toBe(begin);
        expect(lines.filter((line) => line.includes(begin))).toEqual([]);
        for (const part of [inCell, ...lines]) expect(part).not.toMatch(INVISIBLE);
        expect(commandsIn([inCell, ...lines].join('\n'))).toEqual([]);
      }),
      times(600),
    );
  });

  it('gives a CI system the commands that are ours and no other', PATIENT, () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const report = hostileReport(text);
        for (const line of githubAnnotations(report)) {
          expect(line).toMatch(/^::(?:error|warning) title=[^:,\n\r]*::[^\n\r]*$/);
          expect(line.replace(/^::\w+ title=[^:]*::/, '').replaceAll(/\[[0-9a-f:]*/gi, '[')).not.toMatch(
            /::|##/,
          );
        }
        for (const line of azureIssues(report)) {
          expect(line).toMatch(/^##vso\[task\.logissue type=(?:error|warning)\]/);
          expect(line.slice(2)).not.toMatch(/##|[\n\r]/);
        }
        const plain = plainNotes(report).join('\n');
        expect(commandsIn(plain)).toEqual([]);
        expect(plain).not.toMatch(INVISIBLE);
      }),
      times(120),
    );
  });
});

/** With the halves of pairs replaced, in names as in values, and in the order of the names. */
function inOrder(value: unknown): unknown {
  if (typeof value === 'string') return wellFormed(value);
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).map(([name, one]) => [wellFormed(name), inOrder(one)]);
}

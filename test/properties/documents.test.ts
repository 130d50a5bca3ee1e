import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { reporterNamed, reporters } from '../../src/reporters/index.ts';
import { commandsIn, hostileReport } from '../reporters/hostile-report.ts';
import { type Tag, tagsOf } from './html-tokens.ts';
import { nasty, PATIENT, times, wellFormed } from './runs.ts';

const OPTIONS = { colour: false, width: 100, unicode: true };
const INVISIBLE = /(?![\n\t])\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}/u;

function rendered(kind: string, text: string): string {
  const reporter = reporterNamed(kind);
  if (reporter === undefined) throw new Error(kind);
  return reporter.render(hostileReport(text), OPTIONS);
}

describe('a report with text of a server in every place', () => {
  it.each(reporters.map(({ name }) => name))(
    'as %s holds no command and nothing invisible',
    PATIENT,
    (kind) => {
      fc.assert(
        fc.property(nasty, (text) => {
          const written = rendered(kind, text);
          expect(commandsIn(written)).toEqual([]);
          // In Markdown one is ours: it parts what would become a mention.
          expect(kind === 'markdown' ? written.replaceAll('\u200b', '') : written).not.toMatch(INVISIBLE);
        }),
        times(40),
      );
    },
  );

  it.each(['json', 'sarif', 'gitlab', 'har', 'jsonl', 'blob'])('as %s is JSON', PATIENT, (kind) => {
    fc.assert(
      fc.property(nasty, (text) => {
        const written = rendered(kind, text);
        const documents = kind === 'jsonl' || kind === 'blob' ? written.trim().split('\n') : [written];
        // A value with half a pair would not survive being written as UTF-8.
        for (const one of documents) {
          const value: unknown = JSON.parse(one);
          expect(JSON.parse(wellFormed(one))).toEqual(value);
          expect(hasHalfPair(value)).toBe(false);
        }
      }),
      times(40),
    );
  });

  it('as a page has no element, attribute, script or address that a harmless report has not', PATIENT, () => {
    const harmless = ['', 'a', 'a\nb', 'word '.repeat(200), 'https://a.example/'].map((text) =>
      tagsOf(rendered('html', text)),
    );
    const known = new Set(harmless.flat().flatMap(namesIn));
    const own = new Set(harmless.flat().map(({ raw }) => raw));
    fc.assert(
      fc.property(nasty, (text) => {
        const tags = tagsOf(rendered('html', text));
        expect(tags.flatMap(namesIn).filter((name) => !known.has(name))).toEqual([]);
        for (const { name, raw, attributes } of tags) {
          if (name === 'script' || name === 'style') expect(own.has(raw)).toBe(true);
          for (const key of ['href', 'src'])
            expect(attributes[key] ?? '#').toMatch(/^(?:#|https:\/\/|data:,$)/);
        }
      }),
      times(30),
    );
  });

  it('as JUnit is XML to a parser that is not ours', PATIENT, async () => {
    const { numRuns } = times(60);
    for (let left = numRuns; left > 0; left -= 100) {
      const texts = fc.sample(nasty, Math.min(left, 100));
      const xml = texts.map((text, index) => ({
        fileName: `${index}.xml`,
        contents: rendered('junit', text),
      }));
      const { errors } = await validateXML({ xml, extension: 'schema', schema: [ANY] });
      expect(errors.map(({ rawMessage }) => rawMessage)).toEqual([]);
    }
  });

  it('is no page to the reader of these tests when it is written without care', () => {
    const tags = tagsOf(
      '<p title="a" onclick=x>b<!-- <i> --!><script>1</script ><A HREF=\'javascript:1\'><title><b></title>',
    );
    expect(tags.map(({ name }) => name)).toEqual(['p', 'script', 'a', 'title']);
    expect(tags[0]?.attributes).toEqual({ title: 'a', onclick: 'x' });
    expect(tags[2]?.attributes.href).toBe('javascript:1');
  });
});

function hasHalfPair(value: unknown): boolean {
  if (typeof value === 'string') return /\p{Cs}/u.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, one]) => hasHalfPair(name) || hasHalfPair(one));
}

function namesIn({ name, attributes }: Tag): readonly string[] {
  return [name, ...Object.keys(attributes).map((key) => `${name} ${key}`)];
}

const ANY = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="testsuites"><xs:complexType>
  <xs:sequence><xs:any minOccurs="0" maxOccurs="unbounded" processContents="skip"/></xs:sequence>
  <xs:anyAttribute processContents="skip"/>
</xs:complexType></xs:element></xs:schema>`;

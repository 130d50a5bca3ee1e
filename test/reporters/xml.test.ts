import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { element, xmlDocument } from '../../src/reporters/xml.ts';
import { commandsIn, HOSTILE } from './hostile-report.ts';

/** Any element with any attribute and text: well-formed is all that it asks for. */
const ANY = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"><xs:complexType>
  <xs:sequence><xs:any minOccurs="0" maxOccurs="unbounded" processContents="skip"/></xs:sequence>
</xs:complexType></xs:element></xs:schema>`;

async function isWellFormed(text: string): Promise<boolean> {
  const { errors } = await validateXML({ xml: [{ fileName: 'a.xml', contents: text }], schema: [ANY] });
  return errors.length === 0;
}

describe('XML', () => {
  it.each([
    ['a < b & c > d', '<b>a &lt; b &amp; c &gt; d</b>'],
    ['a ]]> b', '<b>a ]]&gt; b</b>'],
    ['\u0000\u001b[31m\u0085', '<b>\uFFFD\uFFFD[31m\uFFFD</b>'],
    ['\ud800 and \udc00 and 😀', '<b>\uFFFD and \uFFFD and 😀</b>'],
    ['\ufffe\uffff', '<b>\uFFFD\uFFFD</b>'],
    ['\u202eturned', '<b>\uFFFDturned</b>'],
    ['one\r\ntwo\rthree', '<b>one\ntwo\nthree</b>'],
    ['::error::', '<b>:&#58;error:&#58;</b>'],
    ['##vso[', '<b>#&#35;vso[</b>'],
  ])('%j', (text, written) => {
    expect(element('b', {}, text).text).toBe(written);
  });

  it('keeps line breaks and quotation marks of an attribute', () => {
    expect(element('b', { name: 'a"b\n\tc' }).text).toBe('<b name="a&quot;b&#10;&#9;c"/>');
  });

  it('is well-formed with hostile text, and no line of it a command', async () => {
    const text = xmlDocument(element('a', {}, [element('b', { name: HOSTILE }, HOSTILE)]));
    expect(await isWellFormed(text)).toBe(true);
    expect(commandsIn(text)).toEqual([]);
  });

  it('is well-formed with any text', async () => {
    const halves = fc.sample(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }), 300);
    const texts = halves.map((units) => String.fromCharCode(...units));
    const nodes = texts.map((text) => element('b', { name: text }, text));
    expect(await isWellFormed(xmlDocument(element('a', {}, nodes)))).toBe(true);
  });

  it('is found to be broken by the same reader when it is', async () => {
    expect(await isWellFormed('<a><b>\u001b</b></a>')).toBe(false);
  });
});

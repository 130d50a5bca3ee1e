/** An element, written out. */
export interface Node {
  readonly text: string;
}

/** One element with its attributes, and either text or further elements within. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: string | readonly Node[] = [],
): Node {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${inAttribute(`${value}`)}"`);
  const head = `<${name}${written.join('')}`;
  if (content.length === 0) return { text: `${head}/>` };
  if (typeof content === 'string') return { text: `${head}>${escaped(content)}</${name}>` };
  return { text: [`${head}>`, ...content.map(({ text }) => text), `</${name}>`].join('\n') };
}

/** The document of a root element, with a line break at its end. */
export function xmlDocument({ text }: Node): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`;
}

/**
 * As XML 1.0 §2.4 wants it. Characters that no document may hold (§2.2), other control characters, and those that
 * turn the direction of text or hide in it become U+FFFD; `::` and `##` are written so that no CI system finds a command in a log.
 */
function escaped(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(HALF_PAIR, '\uFFFD')
    .replaceAll(FORBIDDEN, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/(?<=:):/g, '&#58;')
    .replaceAll(/(?<=#)#/g, '&#35;');
}

function inAttribute(text: string): string {
  return escaped(text).replaceAll('"', '&quot;').replaceAll('\t', '&#9;').replaceAll('\n', '&#10;');
}

const FORBIDDEN = /(?![\t\n])\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Co}|[\uFFFE\uFFFF]/gu;
const HALF_PAIR = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

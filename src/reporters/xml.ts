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
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(`${value}`, true)}"`);
  const head = `<${name}${written.join('')}`;
  if (content.length === 0) return { text: `${head}/>` };
  if (typeof content === 'string') return { text: `${head}>${escaped(content, false)}</${name}>` };
  return { text: [`${head}>`, ...content.map(({ text }) => text), `</${name}>`].join('\n') };
}

/** The document of a root element, with a line break at its end. */
export function xmlDocument({ text }: Node): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`;
}

/** As XML 1.0 §2.2 and §2.4 want it: characters that no document may hold become U+FFFD. */
function escaped(text: string, inAttribute: boolean): string {
  const safe = text
    .replaceAll(HALF_PAIR, '\uFFFD')
    .replaceAll(FORBIDDEN, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  if (!inAttribute) return safe;
  return safe
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to be found
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
const HALF_PAIR = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

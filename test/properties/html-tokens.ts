/** A start tag as the tokenizer of a browser sees it. */
export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of script and style, whose content is no markup. */
  readonly raw?: string;
}

/**
 * The start tags of a page, read with the states of WHATWG HTML §13.2.5 that such a page needs: data, tags, attributes
 * in every kind of quotation, comments, declarations, raw text and the text of titles and text areas.
 */
export function tagsOf(page: string): readonly Tag[] {
  const tags: Tag[] = [];
  let at = 0;
  while (at < page.length) {
    const open = page.indexOf('<', at);
    if (open === -1) break;
    if (page.startsWith('<!--', open)) {
      at = commentEnd(page, open + 4);
    } else if (/^<[!?/]/.test(page.slice(open, open + 2))) {
      at = afterNext(page, '>', open);
    } else if (/^[a-z]$/i.test(page.charAt(open + 1))) {
      const read = tagAt(page, open + 1);
      at = read.end;
      const isRaw = [
        'script',
        'style',
        'textarea',
        'title',
        'iframe',
        'noscript',
        'xmp',
        'noembed',
        'noframes',
      ].includes(read.name);
      if (!isRaw) tags.push({ name: read.name, attributes: read.attributes });
      else {
        const rest = page.slice(at);
        const end = rest.search(new RegExp(`</${read.name}[\\s/>]`, 'i'));
        const raw = end === -1 ? rest : rest.slice(0, end);
        tags.push({ name: read.name, attributes: read.attributes, raw });
        at += raw.length;
      }
    } else {
      at = open + 1;
    }
  }
  return tags;
}

function tagAt(
  page: string,
  start: number,
): { name: string; attributes: Record<string, string>; end: number } {
  const [name = ''] = /^[^\s/>]+/.exec(page.slice(start)) ?? [];
  const attributes: Record<string, string> = {};
  let at = start + name.length;
  for (;;) {
    while (/[\s/]/.test(page.charAt(at))) at += 1;
    if (at >= page.length || page[at] === '>') return { name: name.toLowerCase(), attributes, end: at + 1 };
    const [key = page.charAt(at)] = /^[^\s/>=]+/.exec(page.slice(at)) ?? [];
    at += key.length;
    const [equals] = /^\s*=\s*/.exec(page.slice(at, at + 20)) ?? [];
    let value = '';
    if (equals !== undefined) {
      at += equals.length;
      const quote = page.charAt(at);
      const isQuoted = quote === '"' || quote === "'";
      const end = isQuoted ? page.indexOf(quote, at + 1) : at + page.slice(at).search(/[\s>]|$/);
      value = page.slice(isQuoted ? at + 1 : at, end === -1 ? page.length : end);
      at = end === -1 ? page.length : end + (isQuoted ? 1 : 0);
    }
    attributes[key.toLowerCase()] ??= decoded(value);
  }
}

function commentEnd(page: string, from: number): number {
  if (/^-?>/.test(page.slice(from, from + 2))) return afterNext(page, '>', from);
  const found = /--!?>/g;
  found.lastIndex = from;
  return found.exec(page) === null ? page.length : found.lastIndex;
}

function afterNext(page: string, what: string, from: number): number {
  const found = page.indexOf(what, from);
  return found === -1 ? page.length : found + what.length;
}

function decoded(value: string): string {
  return value
    .replaceAll(/&#(\d+);?/g, (_, number: string) => String.fromCodePoint(Number(number)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

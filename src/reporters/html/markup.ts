import { clipped, escapeRemote } from '../escape.ts';

const MARKUP: unique symbol = Symbol('markup');

/** HTML that came out of {@link h}, and so has nothing in it that a report could have slipped in. */
export interface Markup {
  readonly [MARKUP]: string;
}

export type Part = string | number | Markup | readonly Markup[] | undefined;

/** Characters of one value that are shown; a server may send megabytes. */
export const LONGEST = 4000;

/**
 * HTML with values in it, as text or in double-quoted attributes. The only way in for values: whatever is no markup
 * is escaped, clipped, and its invisible characters are made visible.
 */
export function h(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = strings.reduce((before, next, index) => before + written(parts[index - 1]) + next);
  return { [MARKUP]: text };
}

/** Style or script of our own, as it is. */
export function verbatim(own: string): Markup {
  return { [MARKUP]: own };
}

export function textOf(markup: Markup): string {
  return markup[MARKUP];
}

export const nothing: Markup = { [MARKUP]: '' };

/** One after the other, with something of ours between. */
export function joined(items: readonly Markup[], between: Markup): Markup {
  return { [MARKUP]: items.map(textOf).join(textOf(between)) };
}

function written(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'number') return `${part}`;
  if (typeof part === 'string') return escaped(part);
  return MARKUP in part ? part[MARKUP] : part.map(textOf).join('');
}

/** The same four characters that the search for secrets knows from HTML (`&`, `<`, `>`, `"`). */
function escaped(value: string): string {
  const plain = clipped(value, LONGEST)
    .replaceAll(PRIVATE_KEY, '[private key]')
    .replaceAll(UNUSUAL, (character) => escapeRemote(character))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // CI systems take `::` and `##` in a log for commands.
    .replaceAll(/(?<=:):/g, '&#58;')
    .replaceAll(/(?<=#)#/g, '&#35;');
  return HEADER_WITH_A_SECRET.test(plain) ? `${plain}\n` : plain;
}

/** Masked here already: where the text leaves, a key without an end is masked to the end of the text. */
const PRIVATE_KEY =
  /-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,32}PRIVATE KEY-----|$)/g;

/** Anything but printable ASCII and line breaks; `escapeRemote` tells which of it can be seen. */
const UNUSUAL = /[^\x20-\x7e\n]/gu;

/** What follows these is masked up to a blank or a line's end, which must come before the next tag. */
const HEADER_WITH_A_SECRET = /cookie|authorization|mcp-session-id|x-api-key/i;

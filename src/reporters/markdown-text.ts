import { breakCommands, clipped } from './escape.ts';

/**
 * Text of anybody's on one line, with nothing in it that Markdown, HTML, a mention, a reference to an issue or a link
 * would be made of. Short names that our own texts put in backticks stay code.
 */
export function inline(text: string, most = 1200): string {
  return flat(text, most)
    .split(/(`[\w./:=-]+(?: [\w./:=-]+)*`)/)
    .map((part, index) => (index % 2 === 1 ? part : escaped(part)))
    .join('');
}

/** As code on one line, however many backticks are in it. A table cell needs its bars escaped. */
export function code(text: string, most = 300): string {
  const clean = breakCommands(flat(text, most)).replaceAll('|', '\\|');
  const fence = '`'.repeat(longestRun(clean) + 1);
  return fence.length === 1 ? `\`${clean}\`` : `${fence} ${clean} ${fence}`;
}

/** A block of code, with a fence longer than any in the text. */
export function fenced(text: string, language = ''): readonly string[] {
  const clean = breakCommands(text.slice(0, 4000).replaceAll(ODD, '\uFFFD'));
  const fence = '`'.repeat(Math.max(3, longestRun(clean) + 1));
  return [`${fence}${language}`, ...clean.split('\n'), fence];
}

/** Behind a line that one opens with a click. */
export function folded(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0
    ? []
    : ['<details>', `<summary>${title}</summary>`, '', ...lines, '', '</details>', ''];
}

function flat(text: string, most: number): string {
  return clipped(text.replaceAll(/\s+/g, ' ').replaceAll(ODD, '\uFFFD').trim(), most);
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|~]/g, (sign) => `\\${sign}`)
    .replaceAll(/[@#](?=[#\w])|www(?=\.)|GH-(?=\d)/gi, (found) => `${found}${NOTHING}`)
    .replaceAll(/:(?=\/\/|:)/g, '&#58;');
}

/** Zero width space: parts what GitHub and GitLab would link. */
const NOTHING = '\u200b';

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
}

/** Control and private-use characters, halves of pairs, and what turns the direction of text or hides in it. */
const ODD = /(?!\n)\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}|\p{Co}/gu;

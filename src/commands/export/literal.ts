import { escapeRemote } from '../../reporters/escape.ts';

/**
 * A value as JavaScript source. JSON is a subset of JavaScript; the two line separators are escaped all the same,
 * and `<`, so that the text is also safe where someone puts it into a page.
 */
export function literal(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replaceAll(
    /[\u2028\u2029<]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Text of a server or a file for a comment: on one line, and unable to end the comment. */
export function comment(text: string): string {
  return escapeRemote(text, 200).replaceAll('*/', '* /');
}

/** A value as a constant at the top of a script, indented, each member on its own line. */
export function constant(name: string, value: unknown): string {
  return `const ${name} = ${literal(value, 2)};`;
}

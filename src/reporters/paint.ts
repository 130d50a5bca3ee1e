import type { RunVerdict, Verdict } from '../types.ts';
import type { RenderOptions } from './reporter.ts';

type Colour = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold';

export interface Paint {
  readonly width: number;
  readonly colour: (colour: Colour, text: string) => string;
  readonly mark: (verdict: Verdict | RunVerdict) => string;
  readonly arrow: string;
  readonly dot: string;
  readonly dash: string;
}

/** Marks and colours for a terminal, or plain ASCII. */
export function paintWith(options: RenderOptions): Paint {
  const colour: Paint['colour'] = (name, text) =>
    options.colour && text !== '' ? `\u001b[${CODES[name]}m${text}\u001b[0m` : text;
  return {
    width: Math.max(40, Math.min(options.width, 120)),
    colour,
    mark: (verdict) => {
      const [symbol, ascii, tone] = MARKS[verdict];
      return colour(tone, options.unicode ? symbol : ascii);
    },
    arrow: options.unicode ? '→' : '->',
    dot: options.unicode ? '·' : '-',
    dash: options.unicode ? '—' : '-',
  };
}

/** Text as lines of at most `width` columns, each behind `indent`. Words are never broken. */
export function wrap(text: string, width: number, indent: string): readonly string[] {
  return hang(indent, text, width, indent.length);
}

/**
 * Text behind `first`, its further lines `indent` columns in: by default as far as `first` reaches. Words are
 * never broken; `first` may be coloured.
 */
export function hang(
  first: string,
  text: string,
  width: number,
  indent: number = visibleLength(first),
): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let fresh = true;
  for (const word of text.split(/ +/)) {
    if (!fresh && visibleLength(line) + 1 + word.length > width) {
      lines.push(line);
      line = `${' '.repeat(indent)}${word}`;
    } else line = fresh ? `${line}${word}` : `${line} ${word}`;
    fresh = false;
  }
  return [...lines, line].map((one) => one.replaceAll(NO_BREAK, ' '));
}

/** Words that belong on one line. */
export function unbreakable(text: string): string {
  return text.replaceAll(' ', NO_BREAK);
}

const NO_BREAK = '\u00a0';

function visibleLength(text: string): number {
  return text.replaceAll(COLOUR, '').length;
}

const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

const CODES: Readonly<Record<Colour, string>> = {
  red: '31',
  green: '32',
  yellow: '33',
  cyan: '36',
  dim: '2',
  bold: '1',
};

const MARKS: Readonly<Record<Verdict | RunVerdict, readonly [string, string, Colour]>> = {
  pass: ['✔', '+', 'green'],
  fail: ['✘', 'x', 'red'],
  warn: ['▲', '!', 'yellow'],
  info: ['●', '*', 'cyan'],
  skip: ['–', '-', 'dim'],
  blocked: ['✘', 'x', 'dim'],
  inconclusive: ['●', '?', 'yellow'],
  incomplete: ['▲', '!', 'yellow'],
};

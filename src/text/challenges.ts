import type { Challenge } from '../types.ts';

/**
 * Every challenge of every `WWW-Authenticate` line, in order (RFC 9110 §11.6.1). Parameter names are lower
 * case, of repeated ones the first counts, unreadable parts are left out. Linear in the length of the lines.
 */
export function parseChallenges(lines: readonly string[]): readonly Challenge[] {
  return lines.flatMap((line) => parseLine(new Scanner(line)));
}

/**
 * The challenge that speaks of the token: the first of the scheme that it was sent with, else the first Bearer
 * one, else the first for tokens that are bound to a key (RFC 6750 §3, RFC 9449 §7.1); null when there is none.
 * Scheme names are case-insensitive (RFC 9110 §11.1).
 */
export function tokenChallenge(challenges: readonly Challenge[], sentAs = 'Bearer'): Challenge | null {
  const first = (wanted: string): Challenge | undefined =>
    challenges.find(({ scheme }) => scheme.toLowerCase() === wanted.toLowerCase());
  return first(sentAs) ?? first('Bearer') ?? first('DPoP') ?? null;
}

function parseLine(scanner: Scanner): Challenge[] {
  const drafts: Draft[] = [];
  while (!scanner.atEnd()) {
    const isSeparated = scanner.take(SEPARATOR) !== '' || scanner.atStart();
    const name = scanner.take(TOKEN);
    const draft = drafts.at(-1);
    if (name === '') {
      scanner.skipJunk();
    } else if (scanner.takeEquals()) {
      const value = scanner.takeValue();
      if (draft !== undefined && value !== undefined) addParameter(draft, name, value);
    } else if (isSeparated && scanner.atSeparator()) {
      drafts.push(startChallenge(scanner, name));
    } else {
      // A word of a value whose quotation marks were not escaped; the official server SDK sends such.
      scanner.skipJunk();
    }
  }
  return drafts.map(({ scheme, parameters, token68 }) => ({
    scheme,
    parameters: Object.fromEntries(parameters),
    ...(token68 === undefined ? {} : { token68 }),
  }));
}

interface Draft {
  readonly scheme: string;
  readonly parameters: Map<string, string>;
  readonly token68: string | undefined;
}

function startChallenge(scanner: Scanner, scheme: string): Draft {
  return { scheme, parameters: new Map(), token68: scanner.takeToken68() };
}

function addParameter({ parameters }: Draft, name: string, value: string): void {
  const key = name.toLowerCase();
  if (!parameters.has(key)) parameters.set(key, value);
}

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  atStart(): boolean {
    return this.#at === 0;
  }

  atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** A blank, a comma or the end comes next. */
  atSeparator(): boolean {
    return this.atEnd() || /[ \t,]/.test(this.#text.charAt(this.#at));
  }

  /** The run that a sticky pattern matches here; it never backtracks over more than one character class. */
  take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [run = ''] = pattern.exec(this.#text) ?? [];
    this.#at += run.length;
    return run;
  }

  takeEquals(): boolean {
    const before = this.#at;
    this.take(BLANK);
    if (this.take(EQUALS) === '') {
      this.#at = before;
      return false;
    }
    this.take(BLANK);
    return true;
  }

  /** A quoted string, else everything up to a comma or blank: URLs are often sent unquoted. */
  takeValue(): string | undefined {
    if (this.#text[this.#at] !== '"') return this.take(UNQUOTED) || undefined;
    const quoted = this.take(QUOTED);
    if (quoted !== '') return quoted.slice(1, -1).replace(ESCAPE, '$1');
    this.#at = this.#text.length;
    return undefined;
  }

  /** A token68 stands alone between the scheme and the next comma or the end. */
  takeToken68(): string | undefined {
    const before = this.#at;
    const isSpaced = this.take(BLANK) !== '';
    const value = this.take(TOKEN68);
    const after = this.#at;
    this.take(BLANK);
    if (isSpaced && value !== '' && (this.atEnd() || this.#text[this.#at] === ',')) {
      this.#at = after;
      return value;
    }
    this.#at = before;
    return undefined;
  }

  /** Moves on to the next comma, past whole quoted strings, so that nothing inside one is read as a challenge. */
  skipJunk(): void {
    while (!this.atEnd() && this.#text[this.#at] !== ',') {
      if (this.#text[this.#at] !== '"') this.#at += 1;
      else if (this.take(QUOTED) === '') this.#at = this.#text.length;
    }
  }
}

const SEPARATOR = /[ \t,]+/y;
const BLANK = /[ \t]+/y;
const EQUALS = /=/y;
const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const TOKEN68 = /[A-Za-z0-9\-._~+/]+=*/y;
const UNQUOTED = /[^\s,"]+/y;
const QUOTED = /"(?:[^"\\]|\\.)*"/y;
const ESCAPE = /\\(.)/g;

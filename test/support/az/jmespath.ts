type Expression = (value: unknown) => unknown;

/**
 * As much of JMESPath as the recipe's queries use: members, filters with == and != joined by &&, flattening,
 * hashes, lists, pipes, 'texts', `JSON` and @. Everything else throws.
 */
export function search(query: string, value: unknown): unknown {
  const parser = new Parser(query);
  const found = parser.pipe()(value);
  parser.end();
  return found ?? null;
}

class Parser {
  #rest: string;

  constructor(text: string) {
    this.#rest = text;
  }

  end(): void {
    if (this.#rest !== '') throw new Error(`JMESPath: what is ${this.#rest}`);
  }

  pipe(): Expression {
    const first = this.#both();
    if (this.#take(/^\s*\|\s*/) === undefined) return first;
    const then = this.pipe();
    return (value) => then(first(value));
  }

  #both(): Expression {
    const left = this.#compared();
    if (this.#take(/^\s*&&\s*/) === undefined) return left;
    const right = this.#both();
    return (value) => left(value) === true && right(value) === true;
  }

  #compared(): Expression {
    const left = this.#path();
    const sign = this.#take(/^\s*[!=]=\s*/);
    if (sign === undefined) return left;
    const right = this.#path();
    return (value) => (left(value) === right(value)) === (sign.trim() === '==');
  }

  #path(): Expression {
    return this.#after(this.#first(), false);
  }

  /** What is taken of it: after brackets of every element. */
  #after(of: Expression, isList: boolean): Expression {
    if (this.#take(/^\[\]/) !== undefined) return this.#after((value) => elements(of(value)).flat(), true);
    if (this.#take(/^\[\?/) !== undefined) {
      const holds = this.#both();
      this.#need(/^\]/);
      return this.#after((value) => elements(of(value)).filter((one) => holds(one) === true), true);
    }
    if (this.#take(/^\./) === undefined) return of;
    const member = this.#first();
    const members: Expression = (value) => elements(of(value)).map(member).filter(isThere);
    return this.#after(isList ? members : (value) => member(of(value)), isList);
  }

  #first(): Expression {
    const json = this.#take(/^`(?:[^`\\]|\\.)*`/s);
    if (json !== undefined) {
      const literal: unknown = JSON.parse(json.slice(1, -1).replaceAll('\\`', '`'));
      return () => literal;
    }
    const text = this.#take(/^'[^']*'/);
    if (text !== undefined) return () => text.slice(1, -1);
    if (this.#take(/^@/) !== undefined) return (value) => value;
    if (this.#take(/^\{/) !== undefined) return this.#hash();
    if (/^\[[\]?]/.test(this.#rest)) return (value) => value;
    if (this.#take(/^\[/) !== undefined) return this.#list();
    const name = this.#need(/^[A-Za-z_]\w*/);
    return (value) => (isRecord(value) ? value[name] : undefined);
  }

  #hash(): Expression {
    const entries: [string, Expression][] = [];
    do {
      const name = this.#need(/^[A-Za-z_]\w*/);
      this.#need(/^:/);
      entries.push([name, this.pipe()]);
    } while (this.#take(/^,/) !== undefined);
    this.#need(/^\}/);
    return (value) => Object.fromEntries(entries.map(([name, of]) => [name, of(value) ?? null]));
  }

  #list(): Expression {
    const items: Expression[] = [];
    do items.push(this.pipe());
    while (this.#take(/^,/) !== undefined);
    this.#need(/^\]/);
    return (value) => items.map((of) => of(value) ?? null);
  }

  #take(pattern: RegExp): string | undefined {
    const found = pattern.exec(this.#rest)?.[0];
    if (found !== undefined) this.#rest = this.#rest.slice(found.length);
    return found;
  }

  #need(pattern: RegExp): string {
    const found = this.#take(pattern);
    if (found === undefined) throw new Error(`JMESPath: expected ${pattern} at ${this.#rest}`);
    return found;
  }
}

function elements(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

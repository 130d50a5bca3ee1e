/**
 * A value that must never be shown. Every way of printing it yields a mask; `reveal()` stands only where
 * bytes leave the process. Made by {@link Vault.keep}, so that every output can be cleaned of it.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Call it only where the bytes leave (a request, `token`'s stdout, a 0600 file). */
  reveal(): string {
    return this.#value;
  }

  get length(): number {
    return this.#value.length;
  }

  /** What can be said of it without a character of it: how a copied secret goes wrong. */
  get shape(): SecretShape {
    const text = this.#value;
    return {
      isGuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text.trim()),
      isQuoted: /^\s*(["'`]).*\1\s*$/s.test(text),
      hasBlanks: /\s/.test(text),
      isPercentEncoded: /%[0-9a-f]{2}/i.test(text),
      isPlaceholder:
        /^\s*(\$\{.*\}|\$\(.*\)|\$[A-Z_]+|\{\{.*\}\}|<.*>|(your|my)[-_ ].*|change-?me|x{3,}|\*{3,})\s*$/is.test(
          text,
        ),
    };
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return MASK;
  }
}

export interface SecretShape {
  readonly isGuid: boolean;
  readonly isQuoted: boolean;
  /** Blanks or line ends, anywhere. */
  readonly hasBlanks: boolean;
  readonly isPercentEncoded: boolean;
  /** What an example or a template has in the place of a secret. */
  readonly isPlaceholder: boolean;
}

export const MASK = '[redacted]';

/**
 * Knows every secret of a run and cleans text of them. Whatever room obtains a credential, a token or a code
 * keeps it here before it does anything else with it.
 */
export interface Vault {
  /** Wraps a value and remembers it for {@link Vault.redact}. */
  keep(value: string): Secret;
  /**
   * Replaces every kept secret in the text, in its plain, percent-encoded, JSON-escaped, base64, base64url
   * and hex forms, and everything that has the shape of a token or a credential parameter.
   */
  redact(text: string): string;
}

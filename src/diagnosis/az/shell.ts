/** A reference to a variable of the shell, where a value is known only when the line runs. */
export class Variable {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

export type Part = string | Variable;

/** One word of a POSIX shell: what the parts say, joined, survives whatever is in them. */
export function word(...parts: readonly Part[]): string {
  return parts.every((part) => typeof part === 'string') ? literal(parts.join('')) : expanded(parts);
}

function literal(text: string): string {
  if (PLAIN.test(text)) return text;
  if (!text.includes("'")) return `'${text}'`;
  if (!/[$`"\\]|!(?!=)/.test(text)) return `"${text}"`;
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function expanded(parts: readonly Part[]): string {
  const text = parts.map((part, index) =>
    typeof part === 'string' ? part.replace(/[$`"\\]/g, '\\$&') : reference(part, parts[index + 1]),
  );
  return `"${text.join('')}"`;
}

function reference({ name }: Variable, next: Part | undefined): string {
  return typeof next === 'string' && /^[\w[]/.test(next) ? `\${${name}}` : `$${name}`;
}

const PLAIN = /^[\w@%+:,./-][\w@%+=:,./-]*$/;

import { randomBytes } from 'node:crypto';

/** So many characters of a canary that stand together are a leak: a message that quotes its head shows as many. */
const TELLING = 9;
const CORE = 24;

/** A secret of this run. Its first characters are random, so that no two of its pieces could be anything else. */
export function makeCanary(tail = ''): string {
  const letters = randomBytes(64)
    .toString('base64')
    .replaceAll(/[^a-zA-Z0-9]/g, '');
  return `${letters.slice(0, CORE)}${tail}`;
}

/** The forms in which a secret can be read in this text, by name; empty: in none. */
export function formsIn(text: string, secret: string): readonly string[] {
  const folded = text.toLowerCase();
  return Object.entries(formsOf(secret.slice(0, CORE)))
    .filter(([, forms]) => forms.some(({ form, anyCase }) => (anyCase ? folded : text).includes(form)))
    .map(([name]) => name);
}

interface Form {
  readonly form: string;
  readonly anyCase: boolean;
}

function formsOf(core: string): Readonly<Record<string, readonly Form[]>> {
  const bytes = [...Buffer.from(core, 'latin1')];
  const written = (one: (byte: number) => string): readonly Form[] => [
    { form: bytes.map(one).join('').toLowerCase(), anyCase: true },
  ];
  const hex = (byte: number): string => byte.toString(16).padStart(2, '0');
  return {
    plain: pieces(core),
    backwards: pieces(core.split('').reverse().join('')),
    percent: written((byte) => `%${hex(byte)}`),
    hex: written(hex),
    'hex with colons': [{ form: bytes.map(hex).join(':'), anyCase: true }],
    'JSON-escaped': written((byte) => `\\u00${hex(byte)}`),
    'HTML-escaped': [...written((byte) => `&#${byte};`), ...written((byte) => `&#x${hex(byte)};`)],
    base64: base64Of(core),
  };
}

function pieces(core: string): readonly Form[] {
  return Array.from({ length: core.length - TELLING + 1 }, (_none, at) => ({
    form: core.slice(at, at + TELLING),
    anyCase: false,
  }));
}

/** In the middle of a longer text it begins at one of three places of a group; what its neighbours change is cut off. */
function base64Of(core: string): readonly Form[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.from(`${'x'.repeat(offset)}${core}`).toString('base64url');
    return { form: encoded.slice(offset === 0 ? 0 : offset + 1, -3), anyCase: false };
  });
}

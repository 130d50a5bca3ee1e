import { MASK } from '../secret.ts';

export interface Matcher {
  add(needles: Iterable<string>): void;
  /** The text with every occurrence of every needle masked; overlapping ones become one mask. */
  mask(text: string): string;
}

/**
 * Needles are found by four of their characters, so that thousands cost no more than a few. Long ones by some
 * of their last: the tokens of one server all begin alike, and end in a signature.
 */
export function createMatcher(): Matcher {
  const byHead = createIndex([0, 1, 2, 3]);
  const byTail = createIndex([2, 5, 8, TAIL - 1]);
  return {
    add: (needles) => {
      for (const needle of needles) {
        if (needle.length > TAIL) byTail.add(needle, needle.length - TAIL);
        else if (needle.length >= HEAD) byHead.add(needle, 0);
      }
    },
    mask: (text) => replace(text, [...byHead.find(text), ...byTail.find(text)]),
  };
}

type Span = readonly [start: number, end: number];

const HEAD = 4;
const TAIL = 12;

interface Index {
  /** `from`: where in the needle the characters are that it is found by. */
  readonly add: (needle: string, from: number) => void;
  readonly find: (text: string) => readonly Span[];
}

/** Needles by the characters at four places. Texts have megabytes: no string is made on the way. */
function createIndex([a, b, c, d]: readonly [number, number, number, number]): Index {
  const buckets = new Map<number, Map<string, number>>();
  // Tells most positions of a text apart from all needles.
  const isPresent = new Uint8Array(1 << 16);
  const keyAt = (text: string, at: number): number =>
    (((text.charCodeAt(at + a) * 31 + text.charCodeAt(at + b)) * 31 + text.charCodeAt(at + c)) * 31 +
      text.charCodeAt(at + d)) |
    0;
  return {
    add: (needle, from) => {
      const key = keyAt(needle, from);
      const bucket = buckets.get(key) ?? new Map<string, number>();
      buckets.set(key, bucket.set(needle, from));
      isPresent[key & 0xffff] = 1;
    },
    find: (text) => {
      const spans: Span[] = [];
      if (buckets.size === 0) return spans;
      for (let at = 0; at + d < text.length; at += 1) {
        const key = keyAt(text, at);
        if (isPresent[key & 0xffff] === 0) continue;
        for (const [needle, from] of buckets.get(key) ?? []) {
          const start = at - from;
          if (start >= 0 && text.startsWith(needle, start)) spans.push([start, start + needle.length]);
        }
      }
      return spans;
    },
  };
}

function replace(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const parts: string[] = [];
  let copied = 0;
  let masked = -1;
  for (const [start, end] of spans.toSorted((a, b) => a[0] - b[0])) {
    if (start > masked) {
      if (masked !== -1) copied = masked;
      parts.push(text.slice(copied, start), MASK);
    }
    masked = Math.max(masked, end);
  }
  parts.push(text.slice(masked));
  return parts.join('');
}

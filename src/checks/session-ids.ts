/** What is wrong with the ids that a server issued one after the other. */
export interface Weakness {
  /** Whether a rule is broken that stands as MUST. */
  readonly isGrave: boolean;
  readonly what: string;
}

/** A random UUID has 122 bits; chance makes its estimate a little lower now and then. */
const ENOUGH_BITS = 112;
/** Below this, an id can be found by trying (OWASP, Session Management). */
const LEAST_BITS = 64;

/** Nothing when they look random. `now`: milliseconds since the epoch, when they were issued. */
export function weaknesses(ids: readonly string[], now: number): readonly Weakness[] {
  if (ids.some((id) => !/^[\x21-\x7e]+$/.test(id)))
    return [{ isGrave: true, what: 'they hold other characters than visible ASCII' }];
  if (new Set(ids).size < ids.length) return [{ isGrave: true, what: 'the same id was issued twice' }];
  if (ids.length < 2) return [];
  const step = counted(ids);
  if (step !== undefined) return [{ isGrave: true, what: `they count up, by ${step} at most` }];
  const bits = Math.round(bitsOf(ids));
  const timed = ids.every((id) => beginsWithTime(id, now))
    ? [{ isGrave: false, what: 'they begin with the time at which they were issued' }]
    : [];
  if (bits >= ENOUGH_BITS) return timed;
  const about = `about ${bits} bits of them differ from one to the next, where a random UUID has 122`;
  return [...timed, { isGrave: bits < LEAST_BITS, what: about }];
}

/** The largest step, when what differs are numbers that grow by little. */
function counted(ids: readonly string[]): string | undefined {
  if (ids.length < 3) return undefined;
  const start = shared(ids);
  const end = shared(ids.map(reversed));
  // Digits that stay the same belong to the number, too.
  const cut = (id: string) => {
    const middle = id.slice(start, Math.max(start, id.length - end));
    const before = /(?<![0-9a-f])[0-9a-f]+$/i.exec(id.slice(0, start))?.[0] ?? '';
    const after = /^[0-9a-f]*/i.exec(id.slice(id.length - end))?.[0] ?? '';
    return before + middle + after;
  };
  const parts = ids.map(cut);
  for (const prefix of ['', '0x']) {
    if (!parts.every((part) => (prefix === '' ? /^\d+$/ : /^[0-9a-f]+$/i).test(part))) continue;
    const numbers = parts.map((part) => BigInt(`${prefix}${part}`));
    const steps = numbers.slice(1).map((number, index) => number - (numbers[index] ?? number));
    if (steps.every((step) => step > 0n && step <= LARGEST_STEP))
      return String(steps.reduce((most, step) => (step > most ? step : most)));
  }
  return undefined;
}

/** Others open sessions, too, while this one counts. */
const LARGEST_STEP = 100_000n;

/** How many characters all begin with. */
function shared(texts: readonly string[]): number {
  const [first = ''] = texts;
  let length = 0;
  while (length < first.length && texts.every((text) => text[length] === first[length])) length += 1;
  return length;
}

function reversed(text: string): string {
  return Array.from(text).reverse().join('');
}

/** An upper bound: each place that differs among the ids counts as random, over the alphabet they are written in. */
function bitsOf(ids: readonly string[]): number {
  const length = Math.min(...ids.map((id) => id.length));
  const places = Array.from({ length }, (_, index) => new Set(ids.map((id) => id[index])).size);
  const perPlace = Math.log2(alphabetOf(ids.join('')));
  return places.filter((differing) => differing > 1).length * perPlace;
}

function alphabetOf(text: string): number {
  const letters = text.replace(/[-_.:=~]/g, '');
  if (/^\d*$/.test(letters)) return 10;
  if (/^[0-9a-f]*$/.test(letters) || /^[0-9A-F]*$/.test(letters)) return 16;
  if (/^[0-9a-z]*$/.test(letters) || /^[0-9A-Z]*$/.test(letters)) return 32;
  return 64;
}

const DAY = 24 * 3600 * 1000;

/** Whether a part of the id begins with the time, in one of the usual ways of writing it. */
function beginsWithTime(id: string, now: number): boolean {
  const parts = [...id.split(/[-_.:~]/), id.replaceAll('-', '')];
  return parts.some((part) => times(part).some((time) => Math.abs(time - now) < DAY));
}

/** In milliseconds: decimal and hexadecimal (UUID version 7), seconds and milliseconds; base 36; ULID. */
function times(part: string): readonly number[] {
  const read = (pattern: RegExp, radix: number, unit: number): readonly number[] => {
    const found = pattern.exec(part)?.[0];
    return found === undefined ? [] : [Number.parseInt(found, radix) * unit];
  };
  return [
    ...read(/^\d{13}/, 10, 1),
    ...read(/^\d{10}/, 10, 1000),
    ...read(/^[0-9a-f]{12}/i, 16, 1),
    ...read(/^[0-9a-f]{11}/i, 16, 1),
    ...read(/^[0-9a-f]{8}/i, 16, 1000),
    ...read(/^[0-9a-z]{8}/, 36, 1),
    ...ulidTime(part),
  ];
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function ulidTime(part: string): readonly number[] {
  if (!/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i.test(part)) return [];
  const digits = Array.from(part.slice(0, 10).toUpperCase());
  return [digits.reduce((time, digit) => time * 32 + CROCKFORD.indexOf(digit), 0)];
}

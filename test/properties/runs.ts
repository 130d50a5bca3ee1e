import fc from 'fast-check';

const ASKED = process.env.FUZZ_RUNS;

/** How often a property is tried: `FUZZ_RUNS=100000` is the long mode, for every property alike. */
export function times(usual: number): { readonly numRuns: number } {
  return { numRuns: ASKED === undefined ? usual : Number(ASKED) };
}

/** Time limit of a test: the long mode takes as long as it takes. */
export const PATIENT: { readonly timeout: number } = { timeout: ASKED === undefined ? 30_000 : 3_600_000 };

/** Control, format, private-use and blank characters, halves of pairs, and some that are harmless. */
const CHARACTERS =
  `0 7 8 9 a d 1b 20 7f 85 9b 9d ad f6 34f 200b 200d 200e 2028 2029 202e 2066 3164 6f22 d83d de00
  d800 dc00 e000 fe0f feff fffe ffff 1f600 e0041 e0101`
    .split(/\s+/)
    .map((code) => String.fromCodePoint(Number.parseInt(code, 16)));

/** What means something to a terminal, a CI system, HTML, XML, JSON, Markdown or a reader of secrets. */
const SIGNS =
  String.raw`[31m ]0;x : :: ::error:: ::stop-commands::x # ## ##[ ##vso[task.setvariable] ##teamcity[ [::1] [0:
  < > & " ' ${'`'} ${'```'} | \ \\ \u \ud800 $ % %0A %AZP25 ]]> <!-- --> --!> <script> </script> </style> </textarea>
  <img/src=x/onerror=alert(1)> javascript: onclick= &#27; &lt; @octocat #1 GH-2 https://evil.example www.evil.example
  [a](b) ![a](b) </details> ~~ * _ cookie: authorization: a 0`.split(/\s+/);

const PIECES = [...CHARACTERS, ...SIGNS, '" onclick="', '-----BEGIN PRIVATE KEY-----', '\u001b[31m'];

/** Any text: of the worst pieces, of any characters, of any halves of characters. */
export const nasty: fc.Arbitrary<string> = fc.oneof(
  {
    arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((parts) => parts.join('')),
    weight: 4,
  },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 30 }), weight: 1 },
  {
    arbitrary: fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
      .map((units) => String.fromCharCode(...units)),
    weight: 1,
  },
);

/** The text with every half of a pair replaced, as UTF-8 has no such thing. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

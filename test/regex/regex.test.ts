import { describe, expect, it } from 'vitest';
import { mayLeaveOut } from '../support/chromium.ts';
import { ALLOWED, SAMPLES } from './allowed.ts';
import { examined, isInstalled, nameOf, type Opinion } from './examine.ts';
import { expressionsBelow, expressionsIn } from './expressions.ts';

/** recheck's attacks cost 1.5 billion steps by its count; what this engine does in less is no attack on it. */
const HARMLESS_MS = 300;
const EXAMINE_MS = 30 * 60_000;

const { expressions, untold } = expressionsBelow('src', SAMPLES);

describe('the regular expressions of the program', () => {
  it('are all found, also those that are put together', () => {
    expect(untold, 'Name what stands in the pattern, in SAMPLES of allowed.ts.').toEqual([]);
    expect(expressions.length).toBeGreaterThan(400);
  });

  it('are found by the parser wherever they stand', () => {
    const text = `
      const WORD = String.raw\`\\w+\`; const both = ['a', 'b'].join('|');
      const one = /x\\/(?:y)/gu, two = text.split(/,/)[0] / 2 / 3;
      const three = new RegExp(\`^\${WORD}:\${both}\` + '$', 'i');
      const four = RegExp(asked);`;
    const found = expressionsIn('a.ts', text, {});
    expect(found.expressions.map(nameOf)).toEqual(['/x\\/(?:y)/gu', '/,/', '/^\\w+:a|b$/i']);
    expect(found.untold).toEqual(['a.ts:5 RegExp(asked)']);
    const sampled = expressionsIn('a.ts', text, { 'a.ts': { asked: 'z/' } });
    expect(sampled.expressions.map(nameOf)).toContain('/z\\//');
  });
});

// In CI nothing is skipped: there the first of them fails and says what to install.
const NAME = isInstalled()
  ? 'recheck'
  : 'recheck, which is not installed: npm ci --omit=optional --prefix test/regex/harness';

describe.skipIf(!isInstalled() && mayLeaveOut)(NAME, () => {
  it('finds the attack on a bad expression, which this engine feels', { timeout: EXAMINE_MS }, async () => {
    const [bad, good, tail] = await examined(
      ['^(a+)+$', '^a+$', '=+$'].map((source) => ({ source, flags: '', places: [] })),
    );
    expect([bad, good, tail].map((opinion) => opinion && isSlow(opinion))).toEqual([true, false, true]);
  });

  it('finds no attack on any expression of the program', { timeout: EXAMINE_MS }, async () => {
    const opinions = await examined(expressions);
    const allowed = new Set(ALLOWED.map(({ source }) => source));
    const slow = opinions.filter(isSlow);
    expect(slow.filter(({ source }) => !allowed.has(source)).map(described)).toEqual([]);
    const needless = ALLOWED.filter(({ source }) => !slow.some((opinion) => opinion.source === source));
    expect(needless.map(({ source }) => `/${source}/ is gone or safe now: take it from the list`)).toEqual(
      [],
    );
  });
});

function isSlow({ status, cpuMs }: Opinion): boolean {
  return status === 'unknown' || (status === 'vulnerable' && (cpuMs ?? Infinity) > HARMLESS_MS);
}

function described(opinion: Opinion): string {
  const { places = [] } = expressions.find((one) => nameOf(one) === nameOf(opinion)) ?? {};
  const { status, kind, attack = '', cpuMs } = opinion;
  return `${places.join(', ')} ${nameOf(opinion)}: ${status}, ${kind}; ${cpuMs} ms for ${attack.slice(0, 200)}`;
}

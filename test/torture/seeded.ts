import { createHash } from 'node:crypto';

export interface SeededRandom {
  /** 0 up to, not including, 1. */
  readonly next: () => number;
  readonly shuffle: <T>(items: readonly T[]) => readonly T[];
}

/** The same seed draws the same numbers, so that a failure can be had again. */
export function createSeededRandom(seed: string): SeededRandom {
  let drawn = 0;
  const next = (): number => {
    drawn += 1;
    return createHash('sha256').update(`${seed}/${drawn}`).digest().readUInt32BE(0) / 2 ** 32;
  };
  return {
    next,
    shuffle: (items) =>
      items
        .map((item) => ({ item, place: next() }))
        .toSorted((one, other) => one.place - other.place)
        .map(({ item }) => item),
  };
}

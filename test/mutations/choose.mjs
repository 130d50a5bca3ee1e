// What choose.d.mts says.

export function choose(mutants, names, { random, seed = '0' } = {}) {
  const named = mutants.filter(
    ({ name, defence = '' }) =>
      names.length === 0 || names.some((part) => name.includes(part) || defence.includes(part)),
  );
  if (random === undefined) return named;
  if (!/^[1-9]\d{0,5}$/.test(random) || !/^\d{1,15}$/.test(seed))
    throw new Error('--random and --seed are whole numbers.');
  const next = numbers(Number(seed));
  const drawn = named
    .map((mutant) => ({ mutant, at: next() }))
    .sort((one, other) => one.at - other.at)
    .slice(0, Number(random));
  return drawn.map(({ mutant }) => mutant);
}

export function place({ file, search, replace }, text) {
  const times = text.split(search).length - 1;
  if (times !== 1) throw new Error(`${file} holds this ${times} times, and not once: ${search}`);
  return text.replace(search, () => replace);
}

/** Pseudo-random numbers of 32 bits, the same for the same seed (mulberry32). */
function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

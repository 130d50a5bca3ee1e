/** The known name that a misspelt one most likely meant, or undefined when none is close. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  return closest(name, known)[0];
}

/** The known names that a misspelt one may have meant, the most likely first. */
export function closest(name: string, known: readonly string[]): readonly string[] {
  const wanted = name.toLowerCase();
  return known
    .map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= tolerated(wanted, candidate))
    .sort((one, other) => one.distance - other.distance)
    .map(({ candidate }) => candidate);
}

function tolerated(one: string, other: string): number {
  return Math.max(1, Math.floor(Math.max(one.length, other.length) / 3));
}

/** Names longer than this are nobody's typing error; it also bounds the work. */
const LONGEST = 100;

/** Optimal string alignment: insertions, deletions, replacements, and two neighbours that changed places. */
function editDistance(left: string, right: string): number {
  if (left.length > LONGEST || right.length > LONGEST) return Number.POSITIVE_INFINITY;
  let before: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 0; row < left.length; row += 1) {
    const current = [row + 1];
    for (let column = 0; column < right.length; column += 1) {
      const same = left[row] === right[column];
      const swapped =
        row > 0 && column > 0 && left[row] === right[column - 1] && left[row - 1] === right[column];
      current.push(
        Math.min(
          (current[column] ?? 0) + 1,
          (previous[column + 1] ?? 0) + 1,
          (previous[column] ?? 0) + (same ? 0 : 1),
          swapped ? (before[column - 1] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = previous;
    previous = current;
  }
  return previous.at(-1) ?? 0;
}

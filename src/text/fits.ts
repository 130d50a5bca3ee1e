/**
 * Whether a name fits a pattern in which `*` stands for any number of characters and `?` for one. Takes at most the
 * product of both lengths: as a regular expression, a pattern of many stars would take for ever.
 */
export function fits(name: string, pattern: string): boolean {
  const characters = Array.from(name);
  const wanted = Array.from(pattern);
  let at = 0;
  let next = 0;
  /** The newest star, and how much of the name stood before what it took last. */
  let star = -1;
  let taken = 0;
  while (at < characters.length) {
    if (wanted[next] === '*') {
      star = next;
      taken = at;
      next += 1;
    } else if (wanted[next] === '?' || wanted[next] === characters[at]) {
      at += 1;
      next += 1;
    } else if (star === -1) {
      return false;
    } else {
      taken += 1;
      at = taken;
      next = star + 1;
    }
  }
  return wanted.slice(next).every((rest) => rest === '*');
}

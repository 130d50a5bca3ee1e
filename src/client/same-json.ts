/**
 * Whether two JSON values are equal: numbers exactly, arrays in order, objects whatever their order.
 * It descends only as deep as the expected value does, so that a deep answer cannot exhaust the stack.
 */
export function sameJson(found: unknown, expected: unknown): boolean {
  if (found === expected) return true;
  if (typeof found !== 'object' || typeof expected !== 'object' || found === null || expected === null) {
    return false;
  }
  if (Array.isArray(expected)) {
    return (
      Array.isArray(found) &&
      found.length === expected.length &&
      expected.every((item, index) => sameJson(found[index], item))
    );
  }
  if (Array.isArray(found)) return false;
  const wanted = Object.entries(expected);
  return (
    wanted.length === Object.keys(found).length &&
    wanted.every(([name, value]) => Object.hasOwn(found, name) && sameJson(Reflect.get(found, name), value))
  );
}

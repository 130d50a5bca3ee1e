import type { CheckContext } from './check.ts';

/** Does it once per target under this name, however many checks want it. */
export async function once<T>({ shared }: CheckContext, name: string, make: () => Promise<T>): Promise<T> {
  return await (shared === undefined ? make() : shared(name, make));
}

import type { Registrations } from '../types.ts';

const waiting = new WeakMap<Registrations, Map<string, Promise<unknown>>>();

/**
 * One after another for each issuer, whatever became of the one before: a client that one target registers is
 * there for the next.
 */
export async function inTurn<T>(
  registrations: Registrations,
  issuer: string,
  work: () => Promise<T>,
): Promise<T> {
  const queues = waiting.get(registrations) ?? new Map<string, Promise<unknown>>();
  waiting.set(registrations, queues);
  const turn = (queues.get(issuer) ?? Promise.resolve()).then(work, work);
  queues.set(issuer, turn);
  return await turn;
}

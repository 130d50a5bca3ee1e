import { onTestFinished } from 'vitest';
import { type Handler, type Served, serve } from './gate.ts';

/** Serves until the test that is running ends. */
export async function start(handler: Handler): Promise<Served> {
  const served = await serve(handler);
  onTestFinished(served.close);
  return served;
}

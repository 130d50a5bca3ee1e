import { setFlagsFromString } from 'node:v8';

/**
 * Does work that goes through many targets with a heap that grows slowly: V8 otherwise lets garbage pile up
 * as long as there is memory, so that a run would seem to need more the longer its list of targets is.
 */
export async function withSmallHeap<T>(work: () => Promise<T>): Promise<T> {
  setFlagsFromString('--optimize-for-size');
  try {
    return await work();
  } finally {
    setFlagsFromString('--no-optimize-for-size');
  }
}

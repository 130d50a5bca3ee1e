import type { Dispatcher } from 'undici';

/** Bytes that may wait for a reader before the sender is held back. */
const HIGH_WATER_MARK = 64 * 1024;

const CLOSED = new Error('the body was given up');

/**
 * A response body between undici, which pushes, and one reader, who pulls. Giving the iteration up closes the
 * connection, as does `abort`. A stream of Node's would do the same for several times the work of a short answer.
 */
export class WireBody implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #controller: Dispatcher.DispatchController;
  readonly #chunks: Uint8Array[] = [];
  #waiting = 0;
  #isOver = false;
  #error: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(controller: Dispatcher.DispatchController) {
    this.#controller = controller;
  }

  /** False: the reader is behind, and `push` is wanted again only after it has caught up. */
  push(chunk: Uint8Array): boolean {
    if (this.#isOver) return true;
    this.#chunks.push(chunk);
    this.#waiting += chunk.length;
    this.#wake();
    return this.#waiting < HIGH_WATER_MARK;
  }

  /** All of it was pushed. */
  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  /** It broke off; what nobody has read of it is lost. */
  fail(error: Error): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#error = error;
    this.#chunks.length = 0;
    this.#wake();
  }

  /** Closes the connection, unless all of it has come. */
  abort(reason: Error): void {
    if (this.#isOver) return;
    this.fail(reason);
    this.#controller.abort(reason);
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    while (this.#chunks.length === 0 && !this.#isOver) {
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
    const chunk = this.#take();
    if (chunk === undefined) {
      if (this.#error !== undefined) throw this.#error;
      return { done: true, value: undefined };
    }
    const isBehind = this.#waiting >= HIGH_WATER_MARK;
    this.#waiting -= chunk.length;
    if (isBehind && this.#waiting < HIGH_WATER_MARK && !this.#isOver) this.#controller.resume();
    return { done: false, value: chunk };
  }

  /** All that waits, in one piece: a sender may cut an answer into single bytes, and each piece costs a hundred times that. */
  #take(): Uint8Array | undefined {
    const [first, second] = this.#chunks;
    const chunk = second === undefined ? first : Buffer.concat(this.#chunks);
    this.#chunks.length = 0;
    return chunk;
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.abort(CLOSED);
    this.#chunks.length = 0;
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

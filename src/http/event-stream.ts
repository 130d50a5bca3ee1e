import { Failure } from './failures.ts';
import type { Limits } from './limits.ts';

/**
 * Walks the bytes of an event stream (WHATWG HTML §9.2) without keeping them: counts events, bounds the size
 * of each, and notices the first event that has data.
 */
export class EventStreamMeter {
  readonly #limits: Limits;
  readonly #host: string;
  #total = 0;
  #events = 0;
  #eventBytes = 0;
  #column = 0;
  #isData = true;
  #hasData = false;
  #afterReturn = false;

  constructor(limits: Limits, host: string) {
    this.#limits = limits;
    this.#host = host;
  }

  /** The end of the first event with data in this chunk, or -1. Throws a Failure `limit.sse`. */
  feed(chunk: Uint8Array): number {
    let found = -1;
    this.#total += chunk.length;
    if (this.#total > this.#limits.eventStreamBytes)
      throw this.#over(`${mebibytes(this.#limits.eventStreamBytes)} in one stream`);
    for (const [index, byte] of chunk.entries()) {
      const pairedFeed = byte === LF && this.#afterReturn;
      this.#afterReturn = byte === CR;
      if (pairedFeed) continue;
      if (byte !== LF && byte !== CR) this.#character(byte);
      else if (this.#endOfLine() && found === -1)
        found = index + (byte === CR && chunk[index + 1] === LF ? 2 : 1);
    }
    return found;
  }

  #character(byte: number): void {
    this.#eventBytes += 1;
    if (this.#eventBytes > this.#limits.eventBytes)
      throw this.#over(`${mebibytes(this.#limits.eventBytes)} in one event`);
    if (this.#column < DATA.length) this.#isData &&= byte === DATA[this.#column];
    else if (this.#isData && !(this.#column === DATA.length && byte === SPACE)) this.#hasData = true;
    this.#column += 1;
  }

  /** True when the line that ends here is blank and the event before it has data. */
  #endOfLine(): boolean {
    const isBlank = this.#column === 0;
    this.#column = 0;
    this.#isData = true;
    if (!isBlank || this.#eventBytes === 0) return false;
    const hadData = this.#hasData;
    this.#hasData = false;
    this.#eventBytes = 0;
    this.#events += 1;
    if (this.#events > this.#limits.events) throw this.#over(`${this.#limits.events} events in one stream`);
    return hadData;
  }

  #over(what: string): Failure {
    return new Failure({
      code: 'limit.sse',
      message: `${this.#host} sent an event stream over the limit of ${what}.`,
    });
  }
}

/** Whether a Content-Type is `text/event-stream`, with or without parameters. */
export function isEventStream(contentType: string | undefined): boolean {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'text/event-stream';
}

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const DATA = Buffer.from('data:');

function mebibytes(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MiB` : `${bytes} bytes`;
}

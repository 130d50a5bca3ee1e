import type { Socket } from 'node:net';
import { Failure, type Situation } from './failures.ts';
import type { Limits } from './limits.ts';
import type { WireHooks } from './wire.ts';

interface ClockRoad {
  readonly limits: Limits;
  readonly stageOf: (origin: string) => 'tcp' | 'tls';
}

interface ClockOrder {
  readonly url: URL;
  readonly timeoutMs: number;
  readonly signals: readonly AbortSignal[];
}

/** The deadlines of one exchange, and how far it has come. */
export class Clock implements WireHooks {
  stage: Situation['stage'] = 'tcp';
  #isInformed = false;
  #socket: Socket | undefined;
  #bytesBefore = 0;
  #total: NodeJS.Timeout | undefined;
  #headers: NodeJS.Timeout | undefined;
  #abort: (reason: Error) => void = () => undefined;
  readonly #road: ClockRoad;
  readonly #order: ClockOrder;
  readonly #onSignal = (): void => this.abort(new Error('aborted'));

  constructor(road: ClockRoad, order: ClockOrder) {
    this.#road = road;
    this.#order = order;
  }

  start(abort: (reason: Error) => void): void {
    this.#abort = abort;
    const { timeoutMs, signals } = this.#order;
    this.#total = setTimeout(() => this.abort(this.#expired(timeoutMs)), timeoutMs);
    for (const signal of signals) signal.addEventListener('abort', this.#onSignal, { once: true });
  }

  stop(): void {
    clearTimeout(this.#total);
    clearTimeout(this.#headers);
    for (const signal of this.#order.signals) signal.removeEventListener('abort', this.#onSignal);
  }

  abort(reason: Error): void {
    this.#abort(reason);
  }

  onSent(): void {
    this.stage = 'sent';
    const allowed = headersMs(this.#road.limits, this.#order.timeoutMs);
    this.#headers = setTimeout(() => {
      if (this.stage === 'sent' && !this.#isInformed) this.abort(this.#expired(allowed));
    }, allowed);
  }

  onSocket(socket: Socket): void {
    this.#socket = socket;
    this.#bytesBefore = socket.bytesRead;
  }

  /** Whether a byte of the answer came, be it only half a header. */
  hasBegun(): boolean {
    return this.#socket !== undefined && this.#socket.bytesRead > this.#bytesBefore;
  }

  onInformed(): void {
    this.#isInformed = true;
  }

  #expired(waitedMs: number): Failure {
    const host = this.#order.url.host;
    const waited = `${waitedMs / 1000} s`;
    const hint = 'Give it longer with --timeout SECONDS, or look at what the server waits for.';
    if (this.stage === 'answering' || this.#isInformed) {
      const message = `${host} did not finish its answer within ${waited}.`;
      return new Failure({ code: 'timeout.exchange', message, hint });
    }
    if (this.stage === 'sent') {
      const message = `${host} took the request and did not begin to answer within ${waited}.`;
      return new Failure({ code: 'timeout.headers', message, hint });
    }
    const isTls = this.#road.stageOf(this.#order.url.origin) === 'tls';
    return new Failure({
      code: isTls ? 'timeout.tls' : 'timeout.connect',
      message: `${host} did not ${isTls ? 'finish the TLS handshake' : 'accept a connection'} within ${waited}.`,
      hint: isTls
        ? 'Check the port, and whether the server expects https.'
        : 'Check host and port, or use --proxy.',
    });
  }
}

/** Ten seconds by default; a longer total deadline asked for stretches it, a shorter one cuts it. */
function headersMs(limits: Limits, timeoutMs: number): number {
  return Math.min(timeoutMs, Math.max(limits.headersMs, timeoutMs / 3));
}

import { Failure, type Situation } from './failures.ts';

interface TimedAttempt {
  readonly stage: Situation['stage'];
  readonly proxy?: string;
  readonly options: { readonly connectMs: number };
}

/** Races a connection attempt against the time it may take, and says which step took too long. */
export class ConnectDeadline {
  readonly #expired: Promise<never>;
  readonly #timer: NodeJS.Timeout;

  constructor(attempt: TimedAttempt, host: string) {
    let expire: (failure: Failure) => void;
    this.#expired = new Promise((_resolve, reject) => {
      expire = reject;
    });
    this.#timer = setTimeout(() => expire(tooLate(attempt, host)), attempt.options.connectMs);
  }

  race<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#expired]);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}

function tooLate({ stage, proxy, options }: TimedAttempt, host: string): Failure {
  const seconds = `${options.connectMs / 1000} s`;
  if (proxy !== undefined) {
    return new Failure({
      code: 'proxy.timeout',
      message: `The proxy ${proxy} did not open a tunnel within ${seconds}.`,
      hint: 'Check --proxy, HTTPS_PROXY and NO_PROXY.',
    });
  }
  if (stage === 'tls') {
    return new Failure({
      code: 'timeout.tls',
      message: `${host} did not finish the TLS handshake within ${seconds}.`,
      hint: 'Check the port, and whether the server expects https.',
    });
  }
  return new Failure({
    code: 'timeout.connect',
    message: `${host} did not accept a connection within ${seconds}.`,
    hint: 'Check host and port, or use --proxy.',
  });
}

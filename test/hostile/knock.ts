import { request } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface Knock {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** One request with exact headers; the status of its answer, null when there was none. */
export async function knock(
  url: URL,
  { method = 'GET', headers = {}, body }: Knock = {},
): Promise<number | null> {
  return await new Promise((resolve) => {
    const asking = request(url, { method, headers, agent: false, timeout: 5_000 }, (answer) => {
      answer.resume();
      answer.once('close', () => resolve(answer.statusCode ?? null));
    });
    asking.once('timeout', () => asking.destroy());
    asking.once('error', () => resolve(null));
    asking.once('close', () => resolve(null));
    asking.end(body);
  });
}

/** Knocks until it is let in, for as long as this. */
export async function knockUntilOpen(url: URL, milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    if ((await knock(url)) === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Connections that begin a request and never end it; they close when the listener does. */
export function hold(url: URL, count: number): readonly Socket[] {
  return Array.from({ length: count }, () => {
    const socket = connect(Number(url.port), url.hostname);
    socket.on('error', () => undefined);
    socket.write('GET /callback HTTP/1.1\r\nHost: ');
    return socket;
  });
}

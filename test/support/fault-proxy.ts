import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What is done to the bytes that come from the server; everything else goes through as it is. */
export interface Toxic {
  /** Milliseconds before each piece, and by how much they vary. */
  readonly latencyMs?: number;
  readonly jitterMs?: number;
  /** Pieces of so many bytes, one after the other. */
  readonly sliceBytes?: number;
  readonly bytesPerSecond?: number;
  /** What happens after so many bytes, counted over all connections; later ones are cut again only if `always`. */
  readonly cut?: {
    readonly afterBytes: number;
    /** A reset, an end that looks orderly, or silence on an open connection. */
    readonly how: 'reset' | 'truncate' | 'stall';
    readonly always?: boolean;
  };
  /** Milliseconds by which the end of a connection comes late. */
  readonly slowCloseMs?: number;
  /** Connections are taken, and nothing is ever said. */
  readonly silent?: boolean;
  /** Connections are reset as soon as they are made. */
  readonly refuse?: boolean;
}

/** A TCP proxy that spoils what goes through it. It knows nothing of HTTP or TLS. */
export interface FaultProxy {
  /** `host:port` of the proxy. */
  readonly host: string;
  /** From now on; counting begins anew. */
  readonly use: (toxic: Toxic) => void;
  /** Bytes that the server sent since `use`. */
  readonly bytes: () => number;
  readonly connections: () => number;
  /** Connections that are open at this moment. */
  readonly open: () => number;
  readonly close: () => Promise<void>;
}

/** The flow of one proxy under one toxic. */
interface Course {
  readonly toxic: Toxic;
  bytes: number;
  connections: number;
  isCut: boolean;
}

export async function startFaultProxy(upstream: URL): Promise<FaultProxy> {
  let course: Course = begin({});
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    keep(client).setNoDelay(true);
    course.connections += 1;
    const { toxic } = course;
    if (toxic.refuse === true) return void client.resetAndDestroy();
    if (toxic.silent === true) return void client.resume().once('end', () => client.destroy());
    const target = keep(
      connect({ host: upstream.hostname, port: Number(upstream.port), allowHalfOpen: true }),
    );
    target.setNoDelay(true);
    client.pipe(target);
    client.once('close', () => target.destroy());
    void forward(target, client, course).catch(() => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    use: (toxic) => {
      course = begin(toxic);
    },
    bytes: () => course.bytes,
    connections: () => course.connections,
    open: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

function begin(toxic: Toxic): Course {
  return { toxic, bytes: 0, connections: 0, isCut: false };
}

async function forward(from: Socket, to: Socket, course: Course): Promise<void> {
  const { latencyMs = 0, jitterMs = 0, sliceBytes, bytesPerSecond, slowCloseMs = 0 } = course.toxic;
  for await (const chunk of from) {
    if (latencyMs + jitterMs > 0) await sleep(latencyMs + Math.random() * jitterMs);
    for (const piece of inPieces(chunk as Buffer, sliceBytes)) {
      if (bytesPerSecond !== undefined) await sleep((piece.length * 1_000) / bytesPerSecond);
      const left = beforeCut(course);
      course.bytes += Math.min(left, piece.length);
      if (left >= piece.length) await write(to, piece);
      else return await cutOff(from, to, piece.subarray(0, left), course);
    }
  }
  if (slowCloseMs > 0) await sleep(slowCloseMs);
  to.end();
}

/** How many bytes may still go through before the cut. */
function beforeCut({ toxic: { cut }, bytes, isCut }: Course): number {
  if (cut === undefined || (isCut && cut.always !== true)) return Number.POSITIVE_INFINITY;
  return Math.max(0, cut.afterBytes - (isCut ? 0 : bytes));
}

async function cutOff(from: Socket, to: Socket, last: Buffer, course: Course): Promise<void> {
  const { cut } = course.toxic;
  course.isCut = true;
  if (last.length > 0) await write(to, last);
  from.destroy();
  // Whoever waits in vain hangs up some time.
  if (cut?.how === 'stall') return void to.resume().once('end', () => to.destroy());
  if (cut?.how === 'truncate') to.end();
  else to.resetAndDestroy();
}

function* inPieces(chunk: Buffer, size = chunk.length): Generator<Buffer> {
  for (let at = 0; at < chunk.length; at += size) yield chunk.subarray(at, at + size);
}

async function write(to: Socket, piece: Buffer): Promise<void> {
  await new Promise<void>((done, fail) => to.write(piece, (error) => (error == null ? done() : fail(error))));
}

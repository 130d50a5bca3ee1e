import type { Purpose } from '../types.ts';

/** What one exchange, one connection and one target may cost. Times in milliseconds, sizes in bytes. */
export interface Limits {
  /** Name lookup, TCP, proxy tunnel and TLS together. */
  readonly connectMs: number;
  /** From the request being written to the complete response header. */
  readonly headersMs: number;
  readonly headerBytes: number;
  readonly headerLines: number;
  /** Hops of a metadata request. */
  readonly redirects: number;
  /** Decoded body, unless the request names another cap. */
  readonly bodyBytes: Readonly<Record<Purpose, number>>;
  /** Decoded bytes per byte on the wire, looked at once `ratioAfter` bytes were decoded. */
  readonly ratio: number;
  readonly ratioAfter: number;
  readonly eventStreamBytes: number;
  readonly eventBytes: number;
  readonly events: number;
  /** How often an event stream may be opened again by one fetch. */
  readonly reconnects: number;
  /** Decoded bytes of all exchanges with one target. */
  readonly targetBytes: number;
  readonly socketsPerOrigin: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

export const LIMITS: Limits = {
  connectMs: 5_000,
  headersMs: 10_000,
  headerBytes: 16 * KIB,
  headerLines: 512,
  redirects: 3,
  bodyBytes: { metadata: 256 * KIB, credential: 256 * KIB, mcp: 4 * MIB, probe: 4 * MIB },
  ratio: 100,
  ratioAfter: MIB,
  eventStreamBytes: 64 * MIB,
  eventBytes: 4 * MIB,
  events: 10_000,
  reconnects: 3,
  targetBytes: 256 * MIB,
  socketsPerOrigin: 64,
};

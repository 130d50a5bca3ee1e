import type { ChildProcess } from 'node:child_process';
import type { Stand } from './stand.ts';

/** Where a row's program runs, and what it may be told about the world. Everything in it is made for this row. */
export interface Scene {
  /** Canary secrets, made at run time: whatever form of them is found in what the program wrote is a leak. */
  readonly secrets: Readonly<Record<'client' | 'access' | 'refresh', string>>;
  /** An empty folder for the row's own files (configuration, keys). It is the program's working directory. */
  readonly folder: string;
  /** A server that stands by and must never hear of a secret: rows name it as the thief's. */
  readonly thief: Thief;
  /** Starts a listener on loopback that is closed, with all its sockets, when the row is over. */
  readonly stand: Stand;
}

export interface Thief {
  /** `http://127.0.0.1:PORT` of a server that is no part of the deployment. */
  readonly origin: string;
  /** The request lines that came, in order. */
  readonly seen: () => readonly string[];
}

/** How the program is started against the hostile server. */
export interface Attack {
  readonly argv: readonly string[];
  /** On top of a path, a home and a folder for temporary files; undefined takes one of these away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
  /** What starts the program: a shell that limits it first, and then does `exec "$@"`. */
  readonly via?: readonly string[];
  /** Called as soon as the program runs, */
  readonly started?: (child: ChildProcess) => void;
}

/** One behaviour of a hostile server, and how the program must come out of it. */
export interface Row {
  /** Short and stable, as docs name it: `tcp-silent`. */
  readonly id: string;
  /** What the server does, in a user's words. */
  readonly does: string;
  readonly attack: (scene: Scene) => Promise<Attack>;
  /** Exit code. */
  readonly exit: number;
  /** The error or finding code that the JSON on stdout or stderr must carry; a row without one says only `exit`. */
  readonly code?: string;
  /** What the user must be able to read somewhere in the output. */
  readonly says?: RegExp;
  /** Longest wall time of the whole program, in milliseconds; default 10,000. */
  readonly withinMs?: number;
  /** How much more memory at its peak than a run against a server that closes at once, in MiB; default 64. */
  readonly memoryMib?: number;
  /** The thief may be asked for documents here; without this it must see nothing at all. */
  readonly thiefMaySee?: RegExp;
  /** What may be there afterwards that was not there before, as `left` names it: a report, a kept login. */
  readonly leaves?: RegExp;
  /** Anything else that must hold afterwards; throws what is wrong. */
  readonly after?: (ended: Outcome) => void | Promise<void>;
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
  readonly peakBytes: number;
  /** Paths below the program's home, temporary folder and working directory (`home/`, `tmp/`, `work/`) that were not there before. */
  readonly left: readonly string[];
  /** Sockets of the row's servers that were still open two seconds after the program had ended. */
  readonly open: number;
}

import type { Secret, Vault } from '../secret.ts';

/** Everything a command needs of the process it runs in; tests hand in their own. */
export interface Io {
  readonly vault: Vault;
  /** Result text on stdout, cleaned of every secret. */
  readonly out: (text: string) => void;
  /** The two exceptions: `token`'s stdout and `serve`'s ready line. */
  readonly reveal: (secret: Secret) => void;
  /** The story, on stderr, cleaned of every secret. */
  readonly err: (text: string) => void;
  /** A sign-in URL on stderr, as it is: `state` and the code challenge are no secrets, but must arrive whole. */
  readonly showUrl: (url: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Everything on stdin; read once, bounded. */
  readonly readStdin: () => Promise<string>;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  readonly width: number;
  readonly now: () => number;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** Aborted when nobody reads stdout any more; what has an end goes on to it. */
  readonly outputGone?: AbortSignal;
  /** Whether a person can be asked to sign in here. */
  readonly personPresent: boolean;
}

export interface OutputStyle {
  readonly colour: boolean;
  readonly width: number;
  readonly unicode: boolean;
}

/** Colour only on a terminal; NO_COLOR and FORCE_COLOR are honoured. */
export function styleOf(io: Io): OutputStyle {
  const { NO_COLOR, FORCE_COLOR, TERM, LANG, LC_ALL } = io.environment;
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0';
  const refused = NO_COLOR !== undefined && NO_COLOR !== '';
  return {
    colour: forced || (io.stdoutIsTerminal && !refused && TERM !== 'dumb'),
    width: io.width,
    unicode: TERM !== 'dumb' && !/^(C|POSIX)$/.test(LC_ALL ?? LANG ?? ''),
  };
}

import { RunError } from '../errors.ts';
import { fileProblem } from './file-problem.ts';

type Stream = Pick<NodeJS.WriteStream, 'write' | 'on'>;

/** Where the result and the story go. Either may fail at any time, and the run goes on without it. */
export interface StandardStreams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Aborted when whoever read the result has gone (`| head`). */
  readonly outputGone: AbortSignal;
  /**
   * Why the result did not arrive: a full disk, for instance. That a reader wanted no more of it is no failure, and
   * nor is a story without a listener.
   */
  readonly lost: () => RunError | undefined;
}

export function standardStreams(stdout: Stream, stderr: Stream): StandardStreams {
  const gone = new AbortController();
  let lost: RunError | undefined;
  const out = untilItFails(stdout, (error) => {
    if (error.code === 'EPIPE') gone.abort();
    else lost = notDelivered(error);
  });
  const err = untilItFails(stderr, () => undefined);
  return { out, err, outputGone: gone.signal, lost: () => lost };
}

function untilItFails(
  stream: Stream,
  failed: (error: NodeJS.ErrnoException) => void,
): (text: string) => void {
  let isOpen = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (isOpen) failed(error);
    isOpen = false;
  });
  return (text) => {
    if (isOpen) stream.write(text);
  };
}

function notDelivered(cause: NodeJS.ErrnoException): RunError {
  return new RunError(
    'report.not_writable',
    `The result could not be written to standard output: ${fileProblem(cause)}.`,
    { cause, hint: 'Make room where it goes, and run again. Reports of --report were written all the same.' },
  );
}

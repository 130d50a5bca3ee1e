import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { standardStreams } from '../../src/commands/standard-streams.ts';

/** A stream that keeps what it is given, until it fails. */
function stream() {
  const written: string[] = [];
  const emitter = Object.assign(new EventEmitter(), { write: (text: string) => written.push(text) > 0 });
  const fail = (code: string): boolean => emitter.emit('error', Object.assign(new Error(code), { code }));
  return { emitter: emitter as unknown as NodeJS.WriteStream, written, fail };
}

describe('standard output and error', () => {
  it('a reader that has gone is told to whoever waits for it, and is no failure', () => {
    const stdout = stream();
    const { out, outputGone, lost } = standardStreams(stdout.emitter, stream().emitter);
    out('one');
    stdout.fail('EPIPE');
    out('two');
    expect(stdout.written).toEqual(['one']);
    expect(outputGone.aborted).toBe(true);
    expect(lost()).toBeUndefined();
  });

  it('a result that did not arrive is a failure that says why', () => {
    const stdout = stream();
    const { lost, outputGone } = standardStreams(stdout.emitter, stream().emitter);
    stdout.fail('ENOSPC');
    stdout.fail('EIO');
    expect(lost()).toMatchObject({ code: 'report.not_writable', exit: 9 });
    expect(lost()?.message).toContain('no space is left');
    expect(outputGone.aborted).toBe(false);
  });

  it('a story that nobody hears costs nothing', () => {
    const stderr = stream();
    const { err, out, lost } = standardStreams(stream().emitter, stderr.emitter);
    stderr.fail('ENOSPC');
    err('a line');
    out('a result');
    expect(stderr.written).toEqual([]);
    expect(lost()).toBeUndefined();
  });
});

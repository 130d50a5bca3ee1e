import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { processIo } from '../../src/commands/process-io.ts';
import { reportFiles } from '../../src/commands/report-files.ts';
import { reporters } from '../../src/reporters/index.ts';
import { open, openDoor } from '../reporters/failing.ts';
import { report } from '../reporters/report.ts';
import { ioIn } from './merge-io.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'authcheck-redacted-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a report that is written to a file', () => {
  it.each([...reporters.map(({ name }) => name), 'blob'])('has no secret as %s', async (kind) => {
    const secret = `canary~${randomUUID()}`;
    const io = ioIn(folder);
    io.vault.keep(secret);
    const files = await reportFiles([`${kind}=${kind}.out`], io);
    await files.write(report([open({ findings: [{ ...openDoor, fix: `Change ${secret}.` }] })]));
    const text = await readFile(path.join(folder, `${kind}.out`), 'utf8');
    expect(text.length).toBeGreaterThan(100);
    expect(text.includes(secret.slice(7))).toBe(false);
  });
});

describe('what the process prints', () => {
  it.each(['out', 'err'] as const)('on std%s has no secret', (name) => {
    const secret = randomUUID();
    let text = '';
    const stream = name === 'out' ? process.stdout : process.stderr;
    const streams = [process.stdout, process.stderr].map((one) => ({ one, before: one.listeners('error') }));
    const write = vi.spyOn(stream, 'write').mockImplementation((part) => {
      text += String(part);
      return true;
    });
    try {
      const { io } = processIo(new AbortController().signal);
      io.vault.keep(secret);
      io[name](`before ${secret} after ${encodeURIComponent(secret)}`);
    } finally {
      write.mockRestore();
      for (const { one, before } of streams)
        for (const listener of one.listeners('error'))
          if (!before.includes(listener)) one.off('error', listener as () => void);
    }
    expect(text).toBe('before [redacted] after [redacted]');
  });
});

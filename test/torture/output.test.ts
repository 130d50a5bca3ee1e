import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openScene, type Place, type Scene } from './scene.ts';

const VERIFY = ['verify', '--ca', 'ca.pem', '--checks', 'none', '--report', 'json=r.json'];

describe('output that cannot be delivered', () => {
  let scene: Scene;
  let place: Place;

  beforeAll(async () => {
    scene = await openScene();
    place = await scene.place();
  }, 150_000);
  afterAll(() => scene.close());

  const startWith = (args: readonly string[], stdio: (number | 'pipe')[]) =>
    spawn(process.execPath, [path.join(scene.program, 'cli.js'), ...args], {
      cwd: place.work,
      env: place.env,
      stdio: ['ignore', ...stdio],
    });

  it('a reader that has gone (| head) changes neither the verdict nor the report files', async () => {
    const child = startWith([...VERIFY, '--call', 'add a=1 b=2 => 4', '--format', 'jsonl'], ['pipe', 'pipe']);
    child.stdout?.destroy();
    child.stderr?.destroy();
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
    const report = JSON.parse(await readFile(path.join(place.work, 'r.json'), 'utf8')) as { verdict: string };
    expect(report.verdict).toBe('fail');
  });

  it('a watch ends when nobody reads it any more', async () => {
    const child = startWith(
      ['verify', 'machine', '--ca', 'ca.pem', '--every', '10s', '--checks', 'none'],
      ['pipe', 'pipe'],
    );
    child.stdout?.destroy();
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });

  it.skipIf(!existsSync('/dev/full'))(
    'a full disk behind > is said, with exit 9, and the reports are there',
    async () => {
      const full = await open('/dev/full', 'w');
      const child = startWith([...VERIFY, '--format', 'json'], [full.fd, 'pipe']);
      let said = '';
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      const [code] = await once(child, 'close');
      await full.close();
      expect(code).toBe(9);
      expect(said).toContain('standard output: no space is left');
      expect(said).not.toMatch(/^\s+at /m);
      expect(JSON.parse(said.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
        code: 'report.not_writable',
        exit: 9,
      });
      expect(existsSync(path.join(place.work, 'r.json'))).toBe(true);
    },
  );

  it.skipIf(!existsSync('/dev/full'))('a full disk behind 2> costs the story and nothing else', async () => {
    const full = await open('/dev/full', 'w');
    const child = startWith(VERIFY, ['pipe', full.fd]);
    child.stdout?.resume();
    const [code] = await once(child, 'close');
    await full.close();
    expect(code).toBe(0);
  });
});

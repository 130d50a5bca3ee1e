import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { blob, blobText } from '../../src/reporters/blob.ts';
import { report, targetReport } from './report.ts';

const run = report([
  targetReport({ name: 'one' }),
  targetReport({ name: 'two\u202e', url: 'https://two/mcp' }),
]);
const STYLE = { colour: false, width: 100, unicode: true };

describe('a blob made from a report', () => {
  const text = blob.render(run, STYLE);
  const lines = text.split('\n');

  it('is JSON Lines: a header, each target, a footer', () => {
    expect(lines.pop()).toBe('');
    const [header, one, two, footer] = lines.map((line) => JSON.parse(line));
    expect(header).toMatchObject({
      schema: 'mcp-authcheck/blob@1',
      runId: run.runId,
      shard: { index: 1, total: 1 },
      targets: ['one', 'two\u202e'],
    });
    expect(one).toEqual({ type: 'target', position: 0, report: run.targets[0] });
    expect(two).toEqual({ type: 'target', position: 1, report: run.targets[1] });
    expect(footer).toMatchObject({
      lines: 2,
      verdict: run.verdict,
      exitCode: run.exitCode,
      summary: run.summary,
    });
  });

  it('ends with the SHA-256 of all lines before', () => {
    const end = text.lastIndexOf('{"type":"footer"');
    const { checksum } = JSON.parse(text.slice(end));
    expect(checksum).toBe(createHash('sha256').update(text.slice(0, end)).digest('hex'));
  });

  it('shows no character that turns text around', () => {
    expect(text).not.toContain('\u202e');
  });

  it('counts the cleaned lines into the checksum, not what was cleaned away', () => {
    const clean = blobText(run, (line) => line.replaceAll('calculator', 'x'));
    const end = clean.lastIndexOf('{"type":"footer"');
    expect(clean).not.toContain('calculator');
    expect(JSON.parse(clean.slice(end)).checksum).toBe(
      createHash('sha256').update(clean.slice(0, end)).digest('hex'),
    );
  });

  it('tells other targets by another digest', () => {
    const digest = (of: typeof run) => JSON.parse(blob.render(of, STYLE).split('\n')[0] ?? '').configDigest;
    expect(digest(report([targetReport({ name: 'three' })]))).not.toBe(digest(run));
    expect(digest({ ...run, durationMs: 1 })).toBe(digest(run));
  });
});

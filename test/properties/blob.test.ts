import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeBlobs } from '../../src/commands/merge/judge-blobs.ts';
import { type Blob, readBlob } from '../../src/commands/merge/read-blob.ts';
import { blobText } from '../../src/reporters/blob.ts';
import { jsonText } from '../../src/reporters/json-text.ts';
import type { Report, TargetReport } from '../../src/types.ts';
import { VERSION } from '../../src/version.ts';
import { temporary } from '../commands/merge-io.ts';
import { hostileTarget } from '../reporters/hostile-report.ts';
import { report, targetReport } from '../reporters/report.ts';
import { nasty, PATIENT, times, wellFormed } from './runs.ts';

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => ({ folder, remove } = await temporary()));
afterAll(async () => await remove());

const small = (name: string): TargetReport =>
  targetReport({ name, url: `https://${name}.example/mcp`, flows: [], results: [], exchanges: [] });
const whole: Report = report([small('one'), small('two')], {
  tool: { name: 'mcp-authcheck', version: VERSION },
});

/** What merging this one file comes to: the targets, when nothing is wrong with it. */
async function merged(bytes: Uint8Array | string): Promise<readonly TargetReport[] | undefined> {
  const file = path.join(folder, 'blob.jsonl');
  await writeFile(file, bytes);
  const read = await readBlob(file, 'blob.jsonl');
  if ('message' in read) return undefined;
  const { targets, problems } = judgeBlobs([read], undefined, VERSION);
  return problems.length > 0 ? undefined : targets;
}

async function read(text: string): Promise<Blob> {
  const file = path.join(folder, 'read.jsonl');
  await writeFile(file, text);
  const found = await readBlob(file, 'read.jsonl');
  if ('message' in found) throw new Error(found.message);
  return found;
}

describe('a blob that somebody changed', () => {
  const original = Buffer.from(blobText(whole, (text) => text));
  const at = fc.integer({ min: 0, max: original.length - 1 });
  const lines = original.toString().trimEnd().split('\n');

  it('is whole as it was written', async () => {
    expect(await merged(original)).toEqual(whole.targets);
  });

  it(
    'is not taken for whole when a byte of its targets is another, is missing or was added',
    PATIENT,
    async () => {
      const body = lines.slice(0, -1).join('\n').length;
      await fc.assert(
        fc.asyncProperty(
          at,
          fc.integer({ min: 0, max: 255 }),
          fc.constantFrom('change', 'take', 'add'),
          async (position, byte, how) => {
            const place = position % body;
            if (how === 'change' && original[place] === byte) return;
            const [before, after] = [
              original.subarray(0, place),
              original.subarray(how === 'add' ? place : place + 1),
            ];
            const middle = how === 'take' ? Buffer.alloc(0) : Buffer.from([byte]);
            // The same byte beside itself or taken from beside itself: found by the checksum all the same.
            expect(await merged(Buffer.concat([before, middle, after]))).toBeUndefined();
          },
        ),
        times(300),
      );
    },
  );

  it('says nothing else when only its last line differs', PATIENT, async () => {
    const start = lines.slice(0, -1).join('\n').length + 1;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: start, max: original.length - 1 }),
        fc.integer({ min: 0, max: 255 }),
        async (place, byte) => {
          const bytes = Buffer.from(original);
          bytes[place] = byte;
          // The end sums up and vouches for what came before; the verdict is made of the targets, not of it.
          expect([undefined, JSON.stringify(whole.targets)]).toContain(JSON.stringify(await merged(bytes)));
        },
      ),
      times(200),
    );
  });

  it(
    'is not taken for whole when it is cut off, or when lines are swapped, doubled or gone',
    PATIENT,
    async () => {
      await fc.assert(
        fc.asyncProperty(at, async (end) => {
          expect(await merged(original.subarray(0, end))).toBeUndefined();
        }),
        times(200),
      );
      const [header = '', one = '', two = '', footer = ''] = lines;
      for (const order of [
        [header, two, one, footer],
        [header, one, footer],
        [header, one, one, two, footer],
        [header, one, two],
        [header, one, two, footer, footer],
        [one, two, footer],
        [header, footer],
      ])
        expect(await merged(`${order.join('\n')}\n`)).toBeUndefined();
    },
  );

  it('never stops the program', PATIENT, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          nasty,
          fc.constant(''),
          at.map((place) => original.toString().slice(place)),
        ),
        nasty,
        async (text, more) => {
          expect(await merged(`${lines[0]}\n${text}\n${more}`)).toBeUndefined();
          expect(await merged(`${text}\n${more}`)).toBeUndefined();
        },
      ),
      times(150),
    );
  });
});

describe('a report as JSON', () => {
  it('is read back as it was, whatever a server wrote into it', PATIENT, async () => {
    await fc.assert(
      fc.asyncProperty(nasty, async (text) => {
        const target: TargetReport = { ...hostileTarget(text), name: 'one', verdict: 'fail', exitCode: 1 };
        const one = report([target], { tool: { name: 'mcp-authcheck', version: VERSION } });
        const meant: unknown = JSON.parse(JSON.stringify(one), (_, value: unknown) =>
          typeof value === 'string' ? wellFormed(value) : value,
        );
        expect(JSON.parse(jsonText(one))).toEqual(meant);
        expect(JSON.parse(jsonText(one, 2))).toEqual(meant);
        const { targets, fault } = await read(blobText(one, (line) => line));
        expect(fault).toBeUndefined();
        expect(targets.get(0)).toEqual((meant as Report).targets[0]);
        // Written again, it is the same.
        expect(jsonText(JSON.parse(jsonText(one)))).toBe(jsonText(meant));
      }),
      times(120),
    );
  });
});

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inTurn } from './in-turn.ts';
import { allRows } from './rows/index.ts';
import { forgetCompiled, type Ran, runRow } from './run-row.ts';

const AT_ONCE = 3;
/** Names of rows, or beginnings of them; and where the table is collected (test/hostile/run.mjs). */
const { HOSTILE_ONLY = '', HOSTILE_OUT } = process.env;

const only = HOSTILE_ONLY.split(',').filter((name) => name !== '');
const rows = (await allRows()).filter(
  ({ id }) => only.length === 0 || only.some((name) => id.startsWith(name)),
);
const turn = inTurn(AT_ONCE);
const ran: Ran[] = [];

afterAll(async () => {
  await forgetCompiled();
  if (HOSTILE_OUT === undefined) return;
  const table = ran.map(({ row, outcome, memoryMib, wrong }) => {
    const { id, does, code } = row;
    return { id, does, exit: outcome.code, code, durationMs: outcome.durationMs, memoryMib, wrong };
  });
  writeFileSync(path.join(HOSTILE_OUT, 'rows.json'), JSON.stringify(table));
});

describe.concurrent('in hostile hands: a server that', () => {
  for (const row of rows)
    test(`${row.id}: ${row.does}`, { timeout: (row.withinMs ?? 10_000) + 90_000 }, async () => {
      const one = await turn(() => runRow(row));
      ran.push(one);
      const { stdout, stderr } = one.outcome;
      expect(one.wrong, `${stdout.slice(-4_000)}\n--- stderr\n${stderr.slice(-4_000)}`).toEqual([]);
    });
});

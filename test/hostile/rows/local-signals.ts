import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deploy } from '../deployment.ts';
import { verification } from '../kinds.ts';
import type { Attack, Outcome, Row } from '../row.ts';

/** What a person or a scheduler does to a run in the middle of an exchange. */
const signals: readonly [string, readonly NodeJS.Signals[], number][] = [
  ['sigint', ['SIGINT'], 130],
  ['sigterm', ['SIGTERM'], 143],
  ['sigint-twice', ['SIGINT', 'SIGINT'], 130],
  ['sigint-sigterm', ['SIGINT', 'SIGTERM'], 143],
];
/** A run that is told to end has two seconds; the machine is busy with others. */
const ENDS_WITHIN_MS = 4_000;

function signalRow([id, sent, exit]: (typeof signals)[number]): Row {
  let at = 0;
  let folder = '';
  return {
    id: `signal-${id}`,
    does: `never answers, and somebody ends the run with ${sent.join(' and ')}`,
    exit,
    withinMs: 20_000,
    leaves: /^work\/r\.(?:json|html)$/,
    attack: async (scene) => {
      folder = scene.folder;
      let kill: (signal: NodeJS.Signals) => void = () => undefined;
      const all = await deploy(scene, {
        token: () => {
          at = performance.now();
          sent.forEach((signal, turn) => {
            setTimeout(() => kill(signal), turn * 50);
          });
          return 'silence';
        },
      });
      const { argv, env } = await verification('none')(scene, all);
      const attack: Attack = {
        argv: [...argv, '--report', 'json=r.json', '--report', 'html=r.html'],
        env,
        started: (child) => {
          kill = (signal) => void child.kill(signal);
        },
      };
      return attack;
    },
    after: (ended) => {
      const took = performance.now() - at;
      // The harness itself waits up to two seconds for sockets before it asks.
      if (took > ENDS_WITHIN_MS + 2_000) throw new Error(`it went on for ${Math.round(took)} ms`);
      if (sent.length === 1) wroteReport(ended, folder);
    },
  };
}

/** What was known when it was told to end is written, and is not called a pass. */
function wroteReport({ left }: Outcome, folder: string): void {
  for (const file of ['work/r.json', 'work/r.html'])
    if (!left.includes(file)) throw new Error(`${file} is missing`);
  const report = JSON.parse(readFileSync(path.join(folder, 'r.json'), 'utf8')) as { verdict: string };
  if (report.verdict !== 'incomplete') throw new Error(`the report says ${report.verdict}`);
}

export const signalRows: readonly Row[] = signals.map(signalRow);

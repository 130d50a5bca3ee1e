import { escapeRemote } from '../../reporters/escape.ts';
import type { TargetReport } from '../../types.ts';
import { type Io, styleOf } from '../io.ts';
import type { Progress } from '../progress.ts';
import { seconds } from './progress-words.ts';

const REPAINT_MS = 200;
/** Back to the first column, and everything to the right of it away (ECMA-48 EL). */
const CLEAR = '\r\u001b[K';

/**
 * One line at the foot of a terminal: how many targets are done, how many failed, since when, and what is being
 * done. It is gone when the run is.
 */
export function createLiveLine(io: Io, total: number): Progress {
  const startedAt = io.now();
  const running = new Map<string, string>();
  const count = { done: 0, failed: 0 };
  const { unicode } = styleOf(io);
  let isShown = false;

  const clear = (): void => {
    if (isShown) io.err(CLEAR);
    isShown = false;
  };
  const paint = (): void => {
    const line = liveWords({ ...count, total, elapsedMs: io.now() - startedAt, running, unicode }, io.width);
    io.err(`${CLEAR}${line}`);
    isShown = true;
  };
  const timer = setInterval(paint, REPAINT_MS);
  timer.unref();

  return {
    step: (words, target) => {
      if (target !== undefined) running.set(target, words);
    },
    finished: ({ name, verdict }: TargetReport) => {
      running.delete(name);
      count.done += 1;
      if (verdict !== 'pass') count.failed += 1;
    },
    err: (text) => {
      clear();
      io.err(text);
    },
    done: () => {
      clearInterval(timer);
      clear();
    },
  };
}

interface Live {
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  readonly elapsedMs: number;
  /** What is done for each target now, the one begun first first. */
  readonly running: ReadonlyMap<string, string>;
  readonly unicode: boolean;
}

/** The line's text, in at most `width` columns, so that it never wraps: a wrapped line cannot be taken back. */
export function liveWords(live: Live, width: number): string {
  const { done, failed, total, elapsedMs, running, unicode } = live;
  const [first] = running;
  const bad = failed === 0 ? '' : `, ${failed} not passed`;
  const now = first === undefined ? '' : `  ${first[0]}: ${first[1]}`;
  const more = running.size > 1 ? ` (+${running.size - 1})` : '';
  const head = `${done}/${total} targets${bad}, ${seconds(elapsedMs)}`;
  const room = Math.max(0, width - 1 - head.length - more.length);
  const shown = room < SHORTEST ? '' : withinColumns(escapeRemote(now, 200), room, unicode ? '…' : '.');
  return withinColumns(`${head}${shown}${shown === '' ? '' : more}`, width - 1, '');
}

/** In less room a name says nothing. */
const SHORTEST = 12;

function withinColumns(text: string, columns: number, cut: string): string {
  let left = columns;
  const kept: string[] = [];
  for (const character of text) {
    // Some of these take one column; what takes two must not be counted as one.
    left -= (character.codePointAt(0) ?? 0) < FIRST_WIDE ? 1 : 2;
    if (left < 0) return `${kept.slice(0, kept.length - cut.length).join('')}${cut}`;
    kept.push(character);
  }
  return text;
}

const FIRST_WIDE = 0x1100;

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Turns `function:line:file` of the built program into `function (src/file.ts)`. */
export function sitesOf(program: string): (at: string | undefined) => string {
  const name = readdirSync(program).find((file) => /^program-.*\.cjs$/.test(file)) ?? '';
  const lines = readFileSync(path.join(program, name), 'latin1').split('\n');
  const beginnings = lines.flatMap((line, index) => {
    const file = /^\s*\/\/ ((?:src|node_modules)\/\S+)$/.exec(line)?.[1];
    return file === undefined ? [] : [{ file, line: index + 1 }];
  });
  return (at) => {
    if (at === undefined) return 'node';
    const [who = '', line = '0', file = ''] = at.split(':');
    if (file !== name) return `${who} (${file.replace(/-.*/, '')})`;
    const found = beginnings.findLast((beginning) => beginning.line <= Number(line));
    return `${who === '' ? '' : `${who} `}(${found?.file ?? 'program'})`.trim();
  };
}

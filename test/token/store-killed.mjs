// `node --import store-killed.mjs PROGRAM`: kill -9 at the KILL_AT-th call on the file system, before it is made; a
// write is half done then. KILL_AT=0 counts them: the last line on stderr is the number of calls.

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { kill, pid, stderr } from 'node:process';

const at = Number(process.env.KILL_AT);
let calls = 0;

const dieAt = (isDue) => {
  if (isDue) kill(pid, 'SIGKILL');
};
/** The loader reads files, too: only what is called by promise counts, and modules are loaded otherwise. */
const counted = (holder, name, half) => {
  const asked = holder[name];
  holder[name] = async function (...args) {
    calls += 1;
    const isDue = calls === at;
    if (isDue && half !== undefined) await half.call(this, asked, args);
    dieAt(isDue);
    return asked.apply(this, args);
  };
};

const handle = await fs.promises.open(process.execPath);
const files = Object.getPrototypeOf(handle);
await handle.close();
for (const name of [
  'mkdir',
  'lstat',
  'stat',
  'open',
  'link',
  'rename',
  'unlink',
  'readdir',
  'readFile',
  'chmod',
]) {
  counted(fs.promises, name);
}
for (const name of ['stat', 'chmod', 'readFile', 'sync', 'close']) counted(files, name);
counted(files, 'writeFile', (asked, [text]) => asked.call(handleOf, text.slice(0, text.length / 2)));
let handleOf;
const { writeFile } = files;
files.writeFile = function (...args) {
  handleOf = this;
  return writeFile.apply(this, args);
};
syncBuiltinESMExports();
process.on('exit', () => {
  if (at === 0) stderr.write(String(calls));
});

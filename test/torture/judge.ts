import path from 'node:path';
import type { TorturedCommand } from './commands.ts';
import type { Scene } from './scene.ts';
import type { Call, Tortured } from './torture.ts';

const FILES = /^(?:fs|file|child|worker|stdout|stderr)\./;

/** What is wrong with how a run came out of one call that failed; empty: nothing. */
export function judge(command: TorturedCommand, scene: Scene, call: Call, run: Tortured): readonly string[] {
  return [
    ...wrongEnd(command, call, run),
    ...leaks(command, scene, run),
    ...leftBehind(command, call, run),
    ...halfDone(command, call, run),
    ...unnamed(call, run),
  ];
}

function wrongEnd({ exits }: TorturedCommand, call: Call, { ended }: Tortured): readonly string[] {
  const allowed = [0, ...(FILES.test(call.name) ? exits.files : exits.network)];
  const { code, signal, stderr, ms } = ended;
  if (signal !== null) return [`did not end by itself within ${ms} ms`];
  const trace = /^\s+at .+:\d+:\d+\)?$/m.test(stderr) ? ['shows a stack trace'] : [];
  return allowed.includes(code ?? -1)
    ? trace
    : [`exit ${code}, expected one of ${allowed.join(' ')}`, ...trace];
}

function leaks({ reveals }: TorturedCommand, { secrets }: Scene, run: Tortured): readonly string[] {
  const printed = `${reveals === true ? '' : run.ended.stdout}${run.ended.stderr}`;
  const places = [
    ['output', printed] as const,
    ...[...run.written].filter(([file]) => run.left.includes(file)),
  ];
  return places
    .filter(([file]) => !file.startsWith('state/'))
    .filter(([, text]) => secrets.some((secret) => text.includes(secret)))
    .map(([file]) => `a secret in ${file}`);
}

/** Only what the command is for. */
function leftBehind({ writes }: TorturedCommand, call: Call, { left }: Tortured): readonly string[] {
  const meant = writes.map((file) => path.join('work', file));
  return left.filter((file) => !meant.includes(file) && !hadToStay(file, call)).map((file) => `left ${file}`);
}

/** The removal of the file, or of the folder it is in, was what failed. */
function hadToStay(file: string, { name, what }: Call): boolean {
  return /\.(?:rm|unlink)(?:Sync)?$/.test(name) && file.split('/').includes(path.basename(what));
}

/** Green means whole: every file is there, and none of them is half. */
function halfDone({ writes }: TorturedCommand, call: Call, { ended, written }: Tortured): readonly string[] {
  if (ended.code !== 0) {
    // A blob grows while the run goes on, and says by its last line that it is whole.
    const halves = writes.filter(
      (file) => path.extname(file) !== '.jsonl' && !hadToStay(file, call) && isHalf(file, written),
    );
    return halves.map((file) => `half of ${file}`);
  }
  const missing = writes.filter((file) => !isWhole(file, written.get(path.join('work', file))));
  const isMute = ended.stdout === '' && ended.stderr === '' && !/^std(?:out|err)\./.test(call.name);
  return [
    ...missing.map((file) => `exit 0 without a whole ${file}`),
    ...(isMute ? ['exit 0 and silent'] : []),
  ];
}

export function isHalf(file: string, written: Tortured['written']): boolean {
  const text = written.get(path.join('work', file));
  return text !== undefined && !isWhole(file, text);
}

function isWhole(file: string, text: string | undefined): boolean {
  const ends: Readonly<Record<string, RegExp>> = {
    '.json': /\}\s*$/,
    '.html': /<\/html>\s*$/,
    '.xml': /<\/testsuites>\s*$/,
    '.jsonl': /"type":"footer".*\n$/,
  };
  return text !== undefined && (ends[path.extname(file)] ?? /\n$/).test(text);
}

/** Whoever reads the failure learns which file it was, or which server. */
function unnamed(call: Call, { ended }: Tortured): readonly string[] {
  if (ended.code === 0 || ended.code === 70 || ended.signal !== null) return [];
  const { stdout, stderr } = ended;
  if (stderr === '' && !call.name.startsWith('stderr')) return ['says nothing on stderr'];
  const name = path.basename(call.what).replace(/(?:\.[\w-]+)?\.(?:tmp|lock).*$/, '');
  // Whether a folder that may not be looked into has a configuration is not asked.
  if (call.name === 'fs.access' && call.code === 'EACCES') return [];
  const isFile = /^fs\.(?!mk)/.test(call.name) && name !== '' && !name.startsWith('.');
  const said = `${stdout}${stderr}`;
  // Of a file of our own in the temporary folder only that folder means anything to anybody.
  const folder = path.dirname(path.dirname(call.what));
  return isFile && !said.includes(name) && !said.includes(folder) ? [`does not name ${name}`] : [];
}

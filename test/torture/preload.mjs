// `node --import preload.mjs PROGRAM`: counts the calls of a run that the operating system may refuse (files, sockets,
// names, child processes, threads, standard output), and lets the one that TORTURE_FAIL names fail as that system
// would let it fail. The program itself knows nothing of it. TORTURE_LOG gets a line of JSON for each call, with
// the function of the program that made it.
import childProcess from 'node:child_process';
import dns from 'node:dns';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { constants } from 'node:os';
import path from 'node:path';
import workerThreads from 'node:worker_threads';

const target = Number(process.env.TORTURE_FAIL ?? 0);
const log = process.env.TORTURE_LOG ?? '';
const program = process.env.TORTURE_PROGRAM ?? '';
const file = fs.openSync(log, 'a');
const { setTimeout: later } = globalThis;
const { writeSync } = fs;
let count = 0;

/** In place of a failure: the signal that a person or a scheduler sends in just that moment, once or twice. */
const [signal, times = '1'] = process.env.TORTURE_SIGNAL?.split(' ') ?? [];

function interrupt() {
  process.kill(process.pid, signal);
  if (times === '2') later(() => process.kill(process.pid, signal), 5);
}

/** An errno for the N-th call: neighbours get different ones, and the same N always gets the same. */
const oneOf = (codes) => codes[count % codes.length];

/** The error to fail with, or undefined: the call goes through. */
function next(name, codes, what, { always = false } = {}) {
  const holder = {};
  Error.stackTraceLimit = 60;
  Error.captureStackTrace(holder, next);
  const at = siteOf(holder.stack);
  if (at === undefined && !always) return undefined;
  count += 1;
  if (count === target && signal !== undefined) interrupt();
  const fails = count === target && signal === undefined;
  const code = fails ? oneOf(codes) : undefined;
  writeSync(file, `${JSON.stringify({ n: count, name, at, what: String(what ?? ''), code })}\n`);
  return fails ? systemError(code, name.split('.').at(-1), what) : undefined;
}

/** The innermost function of the bundled program. What Node does by itself to load it is not the program's doing. */
function siteOf(stack) {
  const line = stack.split('\n').find((frame) => frame.includes(program));
  if (line === undefined) return undefined;
  const name = /at (?:async |new )*(\S+) .*\(/.exec(line)?.[1] ?? '';
  const [, file = '', number = ''] = /([^/]+):(\d+):\d+\)?$/.exec(line) ?? [];
  return `${name}:${number}:${file}`;
}

function systemError(code, syscall, what) {
  const errno = -(constants.errno[code] ?? 1);
  const name = typeof what === 'string' && what !== '' ? ` '${what}'` : '';
  return Object.assign(new Error(`${code}: made to fail, ${syscall}${name}`), {
    code,
    errno,
    syscall,
    ...(name === '' ? {} : { path: what }),
  });
}

const READ = ['EIO', 'EACCES', 'EMFILE'];
const WRITE = ['ENOSPC', 'EIO', 'EACCES', 'EDQUOT', 'EROFS'];
const CODES = {
  ...Object.fromEntries(
    ['readFile', 'stat', 'lstat', 'access', 'readdir', 'realpath', 'opendir', 'read'].map((name) => [
      name,
      READ,
    ]),
  ),
  ...Object.fromEntries(
    ['writeFile', 'appendFile', 'mkdir', 'mkdtemp', 'rename', 'chmod', 'write', 'copyFile', 'link'].map(
      (name) => [name, WRITE],
    ),
  ),
  open: ['EMFILE', 'EACCES', 'EIO'],
  unlink: ['EIO', 'EPERM'],
  rm: ['EIO', 'EPERM'],
};

/** What is left of a file when writing it fails: half of it. */
const half = (data) =>
  typeof data === 'string' || data instanceof Uint8Array ? data.slice(0, data.length / 2) : '';

const isOwn = (place) => typeof place === 'string' && (place.startsWith(program) || place === log);
const nameOf = (place) => (place instanceof URL ? place.pathname : typeof place === 'string' ? place : '');

for (const [name, codes] of Object.entries(CODES)) {
  const asked = fs.promises[name];
  if (asked === undefined) continue;
  fs.promises[name] = async (place, ...rest) => {
    const error = isOwn(place) ? undefined : next(`fs.${name}`, codes, nameOf(place));
    if (error === undefined) return asked.call(fs.promises, place, ...rest);
    if (name === 'writeFile' || name === 'appendFile') {
      await asked.call(fs.promises, place, half(rest[0]), ...rest.slice(1)).catch(() => undefined);
    }
    throw error;
  };
}
for (const [name, codes] of Object.entries(CODES)) {
  const asked = fs[`${name}Sync`];
  if (asked === undefined || name === 'read' || name === 'write') continue;
  fs[`${name}Sync`] = (place, ...rest) => {
    const error = isOwn(nameOf(place)) ? undefined : next(`fs.${name}Sync`, codes, nameOf(place));
    if (error !== undefined) throw error;
    return asked.call(fs, place, ...rest);
  };
}
// What streams use.
for (const name of ['open', 'read']) {
  const asked = fs[name];
  fs[name] = (...args) => {
    const what = name === 'open' ? nameOf(args[0]) : '';
    const error = isOwn(what) ? undefined : next(`fs.${name}`, CODES[name], what, { always: true });
    if (error === undefined) return asked.call(fs, ...args);
    process.nextTick(args.at(-1), error);
  };
}

/** `close` is each handle's own: it belongs to no prototype. */
const open = fs.promises.open;
fs.promises.open = async (...args) => {
  const opened = await open(...args);
  const { close } = opened;
  opened.close = async () => {
    const error = next('file.close', ['EIO', 'ENOSPC'], nameOf(args[0]));
    await close();
    if (error !== undefined) throw error;
  };
  return opened;
};

const handle = await open(process.execPath);
const proto = Object.getPrototypeOf(handle);
await handle.close();
for (const name of ['readFile', 'read', 'stat', 'writeFile', 'write', 'appendFile', 'sync']) {
  const asked = proto[name];
  const codes = ['readFile', 'read', 'stat'].includes(name) ? ['EIO'] : ['ENOSPC', 'EIO', 'EDQUOT'];
  proto[name] = async function (...args) {
    const error = next(`file.${name}`, codes);
    if (error === undefined) return asked.apply(this, args);
    if (name === 'writeFile' || name === 'appendFile')
      await asked.call(this, half(args[0])).catch(() => undefined);
    throw error;
  };
}

for (const owner of [dns.promises, dns]) {
  const asked = owner.lookup;
  owner.lookup = (...args) => {
    const error = next('dns.lookup', ['EAI_AGAIN', 'ENOTFOUND'], args[0]);
    if (error === undefined) return asked.apply(owner, args);
    if (owner === dns.promises) return Promise.reject(error);
    process.nextTick(args.at(-1), error);
  };
}

const sockets = net.Socket.prototype;
const { connect, push, _writeGeneric: writeGeneric } = sockets;
const standard = (socket) => (socket.fd === 1 ? 'stdout' : socket.fd === 2 ? 'stderr' : undefined);
sockets.connect = function (...args) {
  const error = next('net.connect', ['ECONNREFUSED', 'EMFILE', 'ENETUNREACH', 'ETIMEDOUT'], '', {
    always: true,
  });
  if (error === undefined) return connect.apply(this, args);
  process.nextTick(() => this.destroy(error));
  return this;
};
sockets.push = function (chunk, ...rest) {
  if (chunk === null || this.fd === 0) return push.call(this, chunk, ...rest);
  const error = next(`${kindOf(this)}.read`, ['ECONNRESET', 'ETIMEDOUT'], '', { always: true });
  if (error === undefined) return push.call(this, chunk, ...rest);
  this.destroy(error);
  return false;
};
sockets._writeGeneric = function (writev, data, encoding, done) {
  const name = `${standard(this) ?? kindOf(this)}.write`;
  const codes = standard(this) === undefined ? ['ECONNRESET', 'EPIPE'] : ['ENOSPC', 'EIO'];
  const error = next(name, codes, '', { always: true });
  if (error === undefined) return writeGeneric.call(this, writev, data, encoding, done);
  process.nextTick(done, error);
};
const kindOf = (socket) => (socket.encrypted === true ? 'tls' : 'net');

const { listen } = net.Server.prototype;
net.Server.prototype.listen = function (...args) {
  const error = next('net.listen', ['EADDRINUSE', 'EACCES', 'EMFILE']);
  if (error === undefined) return listen.apply(this, args);
  process.nextTick(() => this.emit('error', error));
  return this;
};

for (const name of ['spawn', 'execFile']) {
  const asked = childProcess[name];
  childProcess[name] = (command, ...rest) => {
    const fails = next(`child.${name}`, ['EAGAIN'], nameOf(command)) !== undefined;
    return asked.call(childProcess, fails ? path.join(program, 'not-there') : command, ...rest);
  };
}

const { Worker } = workerThreads;
workerThreads.Worker = class extends Worker {
  constructor(file, options) {
    const error = next('worker.new', ['EAGAIN']);
    if (error !== undefined) throw Object.assign(error, { code: 'ERR_WORKER_INIT_FAILED' });
    const starved = next('worker.memory', ['ENOMEM']) !== undefined;
    super(file, starved ? { ...options, resourceLimits: { maxOldGenerationSizeMb: 1 } } : options);
  }
};

// A watch waits ten seconds at least; that is not what is under test.
globalThis.setTimeout = (done, ms, ...rest) => {
  const isWatch = ms > 1_000 && new Error('where').stack.includes('sleepUnless');
  return later(done, isWatch ? 20 : ms, ...rest);
};
globalThis.setTimeout[Symbol.for('nodejs.util.promisify.custom')] =
  later[Symbol.for('nodejs.util.promisify.custom')];

syncBuiltinESMExports();

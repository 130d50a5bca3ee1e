import type { Worker } from 'node:worker_threads';
import { conforms, isPlain, type PlainSchema } from './plain-schema.ts';
import { schemaRefusal } from './schema-limits.ts';

/** How long one schema may keep the worker busy, in milliseconds. */
const DEADLINE_MS = 1_000;
const BOOT_MS = 10_000;
const HEAP_MIB = 64;

/** JSON Schema work on what a server sent, done where it can be stopped. Shared by the targets of a run. */
export interface SchemaValidator {
  /** Starts the worker if the schema will need it: it boots while the network is waited for. */
  readonly warm: (schema: unknown) => void;
  /** What is wrong with the value, or with the schema itself, in plain words; undefined when nothing is. */
  readonly validate: (schema: unknown, value: unknown) => Promise<string | undefined>;
  /** What is wrong with the schema; undefined when it is a usable JSON Schema. */
  readonly check: (schema: unknown) => Promise<string | undefined>;
  /** Ends the worker. It does not keep the process alive either way. */
  readonly close: () => Promise<void>;
}

interface Job {
  readonly message: { readonly schema: unknown; readonly value?: unknown; readonly hasValue: boolean };
  readonly done: (problem: string | undefined) => void;
}

/**
 * One worker at a time with a heap of its own, started when first needed and again after it had to be
 * stopped. Jobs wait in line: who sends a schema that never ends costs the others one deadline.
 */
export function createSchemaValidator(): SchemaValidator {
  const queue: Job[] = [];
  let worker: Promise<Worker> | undefined;
  let working = false;

  const run = (message: Job['message']): Promise<string | undefined> => {
    const refusal = schemaRefusal(message.schema);
    if (refusal !== undefined) return Promise.resolve(`the schema is not read: ${refusal}`);
    return new Promise((done) => {
      queue.push({ message, done });
      void work();
    });
  };

  const work = async (): Promise<void> => {
    if (working) return;
    working = true;
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      job.done(await attempt(job));
    }
    working = false;
  };

  const boot = (): Promise<Worker> => {
    if (worker !== undefined) return worker;
    const started = start();
    worker = started;
    const forget = (): void => {
      if (worker === started) worker = undefined;
    };
    started.then((thread) => thread.once('exit', forget), forget);
    return started;
  };

  const attempt = async (job: Job): Promise<string | undefined> => {
    const current = boot();
    try {
      return await answer(await current, job);
    } catch (error) {
      worker = undefined;
      void current.then((thread) => thread.terminate()).catch(() => undefined);
      return error instanceof Error ? error.message : 'the schema could not be read';
    }
  };

  return {
    warm: (schema) => {
      if (!needless(schema)) void boot();
    },
    validate: async (schema, value) =>
      needless(schema) && conforms(schema, value) ? undefined : run({ schema, value, hasValue: true }),
    check: (schema) => run({ schema, hasValue: false }),
    close: async () => {
      const running = worker;
      worker = undefined;
      await running?.then((thread) => thread.terminate()).catch(() => undefined);
    },
  };
}

/** A worker takes a tenth of a second and 30 MiB; what such a schema accepts is known without one. */
function needless(schema: unknown): schema is PlainSchema {
  return schemaRefusal(schema) === undefined && isPlain(schema);
}

async function start(): Promise<Worker> {
  const { Worker } = await import('node:worker_threads');
  const thread = new Worker(new URL('./schema-worker.js', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB, maxYoungGenerationSizeMb: 16, stackSizeMb: 2 },
    execArgv: [],
    env: {},
    stdout: true,
    stderr: true,
  });
  thread.unref();
  // An uncaught 'error' event would end the process: whoever waits for the thread listens too.
  thread.on('error', () => undefined);
  await settled<void>(thread, BOOT_MS, 'the schema worker did not start', (done) =>
    thread.once('message', () => done()),
  );
  return thread;
}

function answer(thread: Worker, job: Job): Promise<string | undefined> {
  const idle = 'the schema worker did not load its compiler';
  return settled<string | undefined>(thread, BOOT_MS, idle, (done, deadline) => {
    const listen = (message: 'started' | { readonly problem: string | null }): void => {
      if (message === 'started') {
        deadline(
          DEADLINE_MS,
          'the schema takes longer than a second: a regular expression or its size is to blame',
        );
        return;
      }
      thread.off('message', listen);
      done(message.problem ?? undefined);
    };
    thread.on('message', listen);
    thread.postMessage(job.message);
  });
}

/**
 * Settles with what `begin` hands over, or rejects at the deadline, which `begin` may set anew, or when the
 * thread dies.
 */
function settled<T>(
  thread: Worker,
  deadlineMs: number,
  late: string,
  begin: (done: (value: T) => void, deadline: (ms: number, why: string) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout;
    const end = (act: () => void): void => {
      clearTimeout(timer);
      thread.off('error', died);
      thread.off('exit', died);
      act();
    };
    const deadline = (ms: number, why: string): void => {
      clearTimeout(timer);
      timer = setTimeout(() => end(() => reject(new Error(why))), ms);
    };
    const died = (): void => end(() => reject(new Error('the schema needs more memory than it may have')));
    deadline(deadlineMs, late);
    thread.on('error', died);
    thread.on('exit', died);
    begin((value) => end(() => resolve(value)), deadline);
  });
}

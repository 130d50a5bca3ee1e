import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Deployment, deploy, type Twist } from '../deployment.ts';
import { type Kind, machine, person, verification } from '../kinds.ts';
import type { Attack, Row, Scene } from '../row.ts';
import { inSession } from '../session-answers.ts';

/** A machine that is not as it should be; the servers are honest. */
interface Trouble extends Omit<Row, 'id' | 'attack'> {
  readonly by?: Kind;
  readonly twist?: Twist;
  readonly change: (attack: Attack, scene: Scene, all: Deployment) => Attack | Promise<Attack>;
}

const verify = verification('none');
const SESSION: Twist = { mcp: inSession(['initialize', 'notifications/initialized', 'tools/list', 'ping']) };
const REPORTS = ['--report', 'json=r.json', '--report', 'html=r.html', '--report', 'junit=r.xml'];
const OURS = /^work\/r\.(?:json|html|xml)$/;
const limited = (limit: string): readonly string[] => ['sh', '-c', `${limit}; exec "$@"`, 'sh'];

const troubles: Readonly<Record<string, Trouble>> = {
  'disk-full': {
    does: 'leaves no room on the disk for reports',
    by: verify,
    twist: SESSION,
    change: (attack) => ({ ...attack, argv: [...attack.argv, ...REPORTS], via: limited('ulimit -f 2') }),
    exit: 9,
    code: 'report.not_writable',
    // Small enough, and whole.
    leaves: /^work\/r\.xml$/,
  },
  'report-below-a-file': {
    does: 'has a file where the folder of a report should be',
    by: verify,
    change: async (attack, { folder }) => {
      await writeFile(path.join(folder, 'file'), '');
      return { ...attack, argv: [...attack.argv, '--report', 'json=file/r.json'] };
    },
    exit: 2,
  },
  'files-all-open': {
    does: 'lets the program open 30 files and sockets',
    by: verify,
    twist: SESSION,
    change: (attack) => ({ ...attack, argv: [...attack.argv, ...REPORTS], via: limited('ulimit -n 30') }),
    exit: 0,
    leaves: OURS,
  },
  'files-few': {
    does: 'lets the program open 22 files and sockets',
    by: verify,
    twist: SESSION,
    change: (attack) => ({ ...attack, argv: [...attack.argv, ...REPORTS], via: limited('ulimit -n 22') }),
    exit: 0,
    leaves: OURS,
  },
  'tls-turned-off': {
    does: 'has NODE_TLS_REJECT_UNAUTHORIZED=0 in its environment',
    change: ({ env, ...attack }) => ({ ...attack, env: { ...env, NODE_TLS_REJECT_UNAUTHORIZED: '0' } }),
    exit: 2,
    code: 'usage.tls_not_verified',
  },
  'node-debug': {
    does: 'has NODE_DEBUG=http,net,tls and UNDICI_DEBUG in its environment',
    change: ({ env, ...attack }) => ({
      ...attack,
      env: { ...env, NODE_DEBUG: 'http,net,tls,undici', UNDICI_DEBUG: '1' },
    }),
    exit: 0,
  },
  'home-unset': {
    does: 'has no HOME',
    change: ({ env, ...attack }) => ({
      ...attack,
      env: { ...env, HOME: undefined, XDG_CACHE_HOME: undefined, USER: undefined },
    }),
    exit: 0,
  },
  'home-nowhere': {
    does: 'has a home that is not there, for somebody who signs in',
    by: async (scene, all) => {
      const { argv, env } = await person(scene, all);
      return { argv: ['login', ...argv.slice(1).filter((word) => word !== '--claims')], env };
    },
    change: ({ env, ...attack }) => ({ ...attack, env: { ...env, HOME: '/proc/nobody' } }),
    exit: 9,
    code: 'run.store_not_writable',
  },
  'cache-nowhere': {
    does: 'has its cache where no folder can be made',
    change: ({ env, ...attack }) => ({ ...attack, env: { ...env, XDG_CACHE_HOME: '/proc/nobody' } }),
    exit: 0,
  },
  'no-temporary-folder': {
    does: 'has no folder for temporary files',
    change: ({ env, ...attack }) => ({ ...attack, env: { ...env, TMPDIR: '/nonexistent' } }),
    exit: 0,
  },
  'folder-gone': {
    does: 'has lost the folder that the program is started in',
    change: (attack) => ({ ...attack, via: limited('mkdir gone; cd gone; rmdir ../gone') }),
    exit: 2,
    code: 'usage.folder_gone',
  },
  'reader-gone': {
    does: 'reads nothing of what the program writes',
    by: verify,
    twist: SESSION,
    change: (attack) => ({
      ...attack,
      started: (child) => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      },
    }),
    exit: 0,
  },
  'reader-leaves': {
    does: 'reads the first bytes only, as head does',
    change: (attack, _scene, all) => ({
      ...attack,
      argv: ['discover', all.endpoint],
      started: (child) => void child.stdout?.once('data', () => child.stdout?.destroy()),
    }),
    exit: 0,
  },
};

function machineRow([id, { by = machine, twist = {}, change, ...row }]: [string, Trouble]): Row {
  return {
    withinMs: 20_000,
    ...row,
    id: `machine-${id}`,
    does: `is honest, on a machine that ${row.does}`,
    attack: async (scene) => {
      const all = await deploy(scene, twist);
      return change(await by(scene, all), scene, all);
    },
  };
}

export const machineRows: readonly Row[] = Object.entries(troubles).map(machineRow);

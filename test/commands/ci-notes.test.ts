import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ciNotes, tellCi } from '../../src/commands/ci-notes.ts';
import type { Io } from '../../src/commands/io.ts';
import { createVault } from '../../src/http/vault.ts';
import type { Report } from '../../src/types.ts';
import { open, openDoor } from '../reporters/failing.ts';
import { commandsIn, hostileReport } from '../reporters/hostile-report.ts';
import { report, targetReport } from '../reporters/report.ts';

const failing = report([open()]);

/** Markdown and percent signs of annotations would hide it from whoever looks for it as it is. */
const SECRET = 'canary~8Q_client*%secret';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'authcheck-ci-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** What stood on stdout and stderr. */
async function told(
  environment: Io['environment'],
  of: Report = failing,
  flags: { readonly github?: boolean } = {},
): Promise<{ readonly out: string; readonly err: string }> {
  const vault = createVault();
  vault.keep(SECRET);
  let out = '';
  let err = '';
  const io: Io = {
    vault,
    out: (text) => {
      out += vault.redact(text);
    },
    err: (text) => {
      err += vault.redact(text);
    },
    reveal: () => undefined,
    showUrl: () => undefined,
    environment,
    cwd: folder,
    readStdin: async () => '',
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    width: 100,
    now: Date.now,
    signal: new AbortController().signal,
    personPresent: false,
  };
  await tellCi(io, of, flags);
  return { out, err };
}

const summaryFile = () => path.join(folder, 'summary.md');
const github = () => ({ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summaryFile() });

describe('on GitHub Actions', () => {
  it('a failing run has annotations on stderr and a summary behind what others wrote', async () => {
    await writeFile(summaryFile(), '# An earlier step\n');
    const { out, err } = await told(github());
    expect(out).toBe('');
    expect(err).toBe(
      '::error title=calculator%3A endpoint/open-door::The endpoint answers without a token.' +
        '%0AFix: Put the authorization middleware in front of the route.\n',
    );
    const summary = await readFile(summaryFile(), 'utf8');
    expect(summary).toMatch(/^# An earlier step\n## ❌ mcp-authcheck: fail\n/);
    expect(summary).toMatch(/\n$/);
  });

  it('a passing run has a summary and no annotation', async () => {
    expect((await told(github(), report([targetReport()]))).err).toBe('');
    expect(await readFile(summaryFile(), 'utf8')).toMatch(/^## ✅ mcp-authcheck: pass\n/);
  });

  it('nothing is said with --no-github', async () => {
    expect(await told(github(), failing, { github: false })).toEqual({ out: '', err: '' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('annotations come also where there is no file for a summary', async () => {
    expect((await told({ GITHUB_ACTIONS: 'true' })).err).toMatch(/^::error title=/);
  });

  it('a summary that cannot be written is a warning and no failure', async () => {
    const { err } = await told({ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: path.join(folder, 'no/x') });
    expect(err).toContain('\nmcp-authcheck: No summary for this run: ');
    expect(err).toContain('no/x cannot be written (ENOENT).');
  });

  it('a summary that would not fit beside the others is left out, so that theirs is kept', async () => {
    await writeFile(summaryFile(), 'x'.repeat(1024 * 1024 - 100));
    const { err } = await told(github());
    expect(err).toContain('is full: GitHub takes 1 MiB of each step.');
    expect((await stat(summaryFile())).size).toBe(1024 * 1024 - 100);
  });

  it('no secret is in either', async () => {
    const findings = [{ ...openDoor, fix: `Change ${SECRET}.` }];
    const { err } = await told(github(), report([open({ findings })]));
    expect(err).toContain('Fix: Change [redacted].');
    expect(err).not.toContain('canary');
    expect(await readFile(summaryFile(), 'utf8')).toContain('**Fix:** Change \\[redacted\\].');
  });

  it('no text of a server becomes a command', async () => {
    const { err } = await told(github(), hostileReport());
    const lines = err.trimEnd().split('\n');
    expect(lines.filter((line) => !/^::(error|warning) title=/.test(line))).toEqual([]);
    expect(err).not.toContain('##');
    expect(commandsIn(await readFile(summaryFile(), 'utf8'))).toEqual([]);
  });
});

describe('on Azure Pipelines', () => {
  it('a failing run has issues, and a summary in the folder of the agent', async () => {
    const { out, err } = await told({ TF_BUILD: 'True', AGENT_TEMPDIRECTORY: folder });
    const file = path.join(folder, 'mcp-authcheck-run-1.md');
    expect(out).toBe('');
    expect(err.split('\n')).toEqual([
      '##vso[task.logissue type=error]calculator: endpoint/open-door: The endpoint answers without a token. ' +
        'Fix: Put the authorization middleware in front of the route.',
      `##vso[task.uploadsummary]${file}`,
      '',
    ]);
    expect(await readFile(file, 'utf8')).toMatch(/^## ❌ mcp-authcheck: fail\n/);
  });

  it('a summary that cannot be written is a warning, and is not announced', async () => {
    const { err } = await told({ TF_BUILD: 'True', AGENT_TEMPDIRECTORY: path.join(folder, 'gone') });
    expect(err).toContain('cannot be written (ENOENT).');
    expect(err).not.toContain('uploadsummary');
  });

  it('a run id of somebody else leads to no other folder', () => {
    const { summary } = ciNotes(
      { ...failing, runId: '../../x' },
      { TF_BUILD: 'True', AGENT_TEMPDIRECTORY: folder },
    );
    expect(summary?.file).toBe(path.join(folder, 'mcp-authcheck-x.md'));
  });

  it('no text of a server becomes a command', async () => {
    const { err } = await told({ TF_BUILD: 'True' }, hostileReport());
    for (const line of err.trimEnd().split('\n')) {
      expect(line).toMatch(/^##vso\[task\.logissue type=(error|warning)\]/);
      expect(line.lastIndexOf('##')).toBe(0);
    }
  });
});

describe('on GitLab', () => {
  it('a failing run has a section with the root causes', async () => {
    expect((await told({ GITLAB_CI: 'true' })).err).toBe(
      [
        '\u001b[0Ksection_start:1795424400:mcp_authcheck[collapsed=false]\r\u001b[0Kmcp-authcheck: what to mend',
        'error: calculator: endpoint/open-door: The endpoint answers without a token.',
        '  Fix: Put the authorization middleware in front of the route.',
        '\u001b[0Ksection_end:1795424400:mcp_authcheck\r\u001b[0K',
        '',
      ].join('\n'),
    );
  });

  it('a passing run has none', async () => {
    expect((await told({ GITLAB_CI: 'true' }, report([targetReport()]))).err).toBe('');
  });

  it('no text of a server opens or ends a section', async () => {
    const { err } = await told(
      { GITLAB_CI: 'true' },
      hostileReport('\u001b[0Ksection_end:1:mcp_authcheck\r\u001b[0K'),
    );
    expect(err.split('\u001b[0Ksection_')).toHaveLength(3);
  });
});

describe('anywhere else', () => {
  it.each([{}, { CI: 'true' }, { GITHUB_ACTIONS: 'false' }, { TF_BUILD: '' }])(
    '%j: nothing',
    async (environment) => {
      expect(await told(environment)).toEqual({ out: '', err: '' });
    },
  );
});

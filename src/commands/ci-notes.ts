import { appendFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { azureIssues, githubAnnotations, plainNotes } from '../reporters/annotations.ts';
import { escapeRemote } from '../reporters/escape.ts';
import { markdown } from '../reporters/markdown.ts';
import type { Report } from '../types.ts';
import type { Io } from './io.ts';
import { redactedReport } from './redacted-report.ts';

/** What a CI system is told besides the result. */
export interface CiNotes {
  /** Lines for stderr: all of these systems read commands there as well, and stdout carries the result alone. */
  readonly lines: readonly string[];
  /** Markdown for the page of the run, and the file it goes to. */
  readonly summary?: {
    readonly file: string;
    readonly text: string;
    /** Others may have written to the file. */
    readonly append: boolean;
    /** Says that the file is there. */
    readonly announce?: string;
  };
}

type Environment = Io['environment'];

const CI_SYSTEMS = ['GITHUB_ACTIONS', 'TF_BUILD', 'GITLAB_CI'];

/**
 * The root causes in the way of the CI system that the environment names: GitHub Actions (`GITHUB_ACTIONS`), Azure
 * Pipelines (`TF_BUILD`) or GitLab (`GITLAB_CI`). Nothing anywhere else.
 */
export function ciNotes(report: Report, environment: Environment): CiNotes {
  if (environment.GITHUB_ACTIONS === 'true') return githubNotes(report, environment);
  if (environment.TF_BUILD?.toLowerCase() === 'true') return azureNotes(report, environment);
  if (environment.GITLAB_CI === 'true') return { lines: gitlabSection(report) };
  return { lines: [] };
}

/** Tells the CI system. What cannot be told is a warning, never a failure: the verdict is the result. */
export async function tellCi(io: Io, report: Report, flags: { readonly github?: boolean }): Promise<void> {
  if (flags.github === false && io.environment.GITHUB_ACTIONS === 'true') return;
  if (!CI_SYSTEMS.some((name) => io.environment[name] !== undefined)) return;
  const { lines, summary } = ciNotes(redactedReport(report, io.vault), io.environment);
  for (const line of lines) io.err(`${line}\n`);
  if (summary === undefined) return;
  const { file, text, append, announce } = summary;
  try {
    if (!append) await writeFile(file, text);
    else if (await hasRoom(file, text)) await appendFile(file, text);
    else return warn(io, `${file} is full: GitHub takes 1 MiB of each step.`);
    if (announce !== undefined) io.err(`${announce}\n`);
  } catch (error) {
    warn(io, `${file} cannot be written (${reasonOf(error)}).`);
  }
}

function githubNotes(report: Report, environment: Environment): CiNotes {
  const lines = githubAnnotations(report);
  const file = environment.GITHUB_STEP_SUMMARY ?? '';
  if (file === '') return { lines };
  return { lines, summary: { file, text: `${markdown.render(report, PLAIN)}\n`, append: true } };
}

function azureNotes(report: Report, environment: Environment): CiNotes {
  const lines = azureIssues(report);
  const folder = environment.AGENT_TEMPDIRECTORY ?? '';
  if (folder === '') return { lines };
  // The agent reads the file after the step, and shows its name as the title.
  const file = path.join(folder, `mcp-authcheck-${report.runId.replaceAll(/[^\w-]/g, '')}.md`);
  return {
    lines,
    summary: {
      file,
      text: markdown.render(report, PLAIN),
      append: false,
      announce: `##vso[task.uploadsummary]${file.replaceAll('%', '%AZP25')}`,
    },
  };
}

/** A section that folds: https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections */
function gitlabSection(report: Report): readonly string[] {
  const lines = plainNotes(report);
  if (lines.length === 0) return [];
  const seconds = Math.floor((Date.parse(report.startedAt) + report.durationMs) / 1000);
  const mark = (kind: string, rest: string): string =>
    `\u001b[0Ksection_${kind}:${seconds}:mcp_authcheck${rest}\r\u001b[0K`;
  return [`${mark('start', '[collapsed=false]')}mcp-authcheck: what to mend`, ...lines, mark('end', '')];
}

const PLAIN = { colour: false, width: 100, unicode: true };

/** GitHub drops the whole summary of a step that is longer. */
const MOST_BYTES = 1024 * 1024;

async function hasRoom(file: string, text: string): Promise<boolean> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  return size + Buffer.byteLength(text) <= MOST_BYTES;
}

function warn(io: Io, words: string): void {
  io.err(`mcp-authcheck: No summary for this run: ${escapeRemote(words, 600)}\n`);
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}

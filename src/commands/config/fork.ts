import { readLimited } from './read-limited.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * How this run is known to be for a pull request from a fork, as the end of a sentence; undefined: it is not, or
 * no CI system says so. What cannot be read where a pull request is run counts as a fork.
 */
export async function forkRun(environment: Environment): Promise<string | undefined> {
  for (const { system, here, isFork } of SYSTEMS) {
    if (environment[here] && (await isFork(environment))) {
      return `this run is for a pull request from a fork (${system})`;
    }
  }
  return undefined;
}

interface System {
  readonly system: string;
  /** Set wherever the system runs a job. */
  readonly here: string;
  readonly isFork: (environment: Environment) => boolean | Promise<boolean>;
}

const SYSTEMS: readonly System[] = [
  {
    // GitHub Docs, "Default environment variables" and "Events that trigger workflows"; "Webhook events and payloads".
    system: 'GitHub Actions',
    here: 'GITHUB_EVENT_NAME',
    isFork: ({ CI, GITHUB_EVENT_NAME = '', GITHUB_EVENT_PATH = '' }) =>
      CI ? gitHubFork(GITHUB_EVENT_NAME, GITHUB_EVENT_PATH) : false,
  },
  {
    // GitLab Docs, "Predefined CI/CD variables", merge request pipelines.
    system: 'GitLab CI',
    here: 'CI_MERGE_REQUEST_SOURCE_PROJECT_ID',
    isFork: ({ CI_MERGE_REQUEST_SOURCE_PROJECT_ID, CI_MERGE_REQUEST_PROJECT_ID }) =>
      CI_MERGE_REQUEST_SOURCE_PROJECT_ID !== CI_MERGE_REQUEST_PROJECT_ID,
  },
  {
    // Azure Pipelines, "Predefined variables": System.PullRequest.IsFork.
    system: 'Azure Pipelines',
    here: 'SYSTEM_PULLREQUEST_ISFORK',
    isFork: ({ SYSTEM_PULLREQUEST_ISFORK }) => SYSTEM_PULLREQUEST_ISFORK?.toLowerCase() === 'true',
  },
  {
    // CircleCI Docs, "Project values and variables": only available on forked pull requests.
    system: 'CircleCI',
    here: 'CIRCLE_PR_USERNAME',
    isFork: () => true,
  },
  {
    // Buildkite Docs, "Environment variables": the repository of the pull request, or nothing.
    system: 'Buildkite',
    here: 'BUILDKITE_PULL_REQUEST_REPO',
    isFork: ({ BUILDKITE_PULL_REQUEST_REPO = '', BUILDKITE_REPO = '' }) =>
      repository(BUILDKITE_PULL_REQUEST_REPO) !== repository(BUILDKITE_REPO),
  },
  {
    // Jenkins, "Pipeline: Multibranch" environment: the name of the forked repository.
    system: 'Jenkins',
    here: 'CHANGE_FORK',
    isFork: () => true,
  },
  {
    // Travis CI Docs, "Environment Variables": owner and name of the repository that the pull request comes from.
    system: 'Travis CI',
    here: 'TRAVIS_PULL_REQUEST_SLUG',
    isFork: ({ TRAVIS_PULL_REQUEST_SLUG, TRAVIS_REPO_SLUG }) => TRAVIS_PULL_REQUEST_SLUG !== TRAVIS_REPO_SLUG,
  },
];

/** Events whose payload says where the code comes from. */
const PULL_REQUESTS = /^(pull_request(_.*)?|workflow_run)$/;

/** The largest payload of a webhook is 25 MB (GitHub Docs, "Webhook events and payloads"). */
const LARGEST_EVENT = 25 * 1024 * 1024;

async function gitHubFork(event: string, path: string): Promise<boolean> {
  const payload = path === '' ? undefined : await payloadOf(path);
  const request = member(payload, 'pull_request');
  const run = member(payload, 'workflow_run');
  if (request !== undefined) {
    return differ(at(request, ['head', 'repo', 'full_name']), at(request, ['base', 'repo', 'full_name']));
  }
  if (run !== undefined) {
    return differ(at(run, ['head_repository', 'full_name']), at(payload, ['repository', 'full_name']));
  }
  return PULL_REQUESTS.test(event);
}

async function payloadOf(path: string): Promise<unknown> {
  try {
    const limits = { code: 'config.unreadable', where: 'GITHUB_EVENT_PATH', maxBytes: LARGEST_EVENT };
    const { text } = await readLimited(path, '/', limits);
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A fork that was deleted since has no name any more. */
function differ(head: unknown, base: unknown): boolean {
  return typeof head !== 'string' || head !== base;
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce(member, value);
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined;
}

/** `host/owner/name`, however the URL of the repository is spelt. */
function repository(url: string): string {
  return url
    .replace(/^[a-z+]+:\/\//i, '')
    .replace(/^[^@/]*@/, '')
    .replace(':', '/')
    .replace(/(?<!\/)\/+$/, '')
    .replace(/\.git$/, '')
    .toLowerCase();
}

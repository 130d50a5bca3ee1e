import { VERSION } from '../../version.ts';
import { type Plan, secretVariables, variablesOf } from './plan.ts';

/** A CI system for which `init` writes a job. */
export interface CiSystem {
  readonly name: string;
  readonly title: string;
  /** Where the job goes, with slashes, from the repository's root. */
  readonly file: string;
  readonly text: (job: Job) => string;
  /** What is left to do there, one line each. */
  readonly after: (plan: Plan) => readonly string[];
}

interface Job {
  readonly plan: Plan;
  /** Everything after `npx mcp-authcheck@VERSION`, without the reports. */
  readonly command: string;
}

/** A new one is one entry. */
export const CI_SYSTEMS: readonly CiSystem[] = [
  {
    name: 'github',
    title: 'GitHub Actions',
    file: '.github/workflows/mcp-authcheck.yml',
    text: github,
    after: (plan) => [
      ...secretVariables(plan).map((name) => `gh secret set ${name}`),
      ...settings(plan).map((name) => `gh variable set ${name}`),
    ],
  },
  {
    name: 'gitlab',
    title: 'GitLab CI',
    file: 'mcp-authcheck.gitlab-ci.yml',
    text: gitlab,
    after: (plan) => [
      'in .gitlab-ci.yml:  include: [{ local: mcp-authcheck.gitlab-ci.yml }]',
      ...variablesOf(plan).map(
        (name) =>
          `Settings > CI/CD > Variables: ${name}${secretVariables(plan).includes(name) ? ' (masked)' : ''}`,
      ),
    ],
  },
  {
    name: 'azure',
    title: 'Azure Pipelines',
    file: 'mcp-authcheck.azure-pipelines.yml',
    text: azure,
    after: (plan) => [
      'Pipelines > New pipeline > Existing Azure Pipelines YAML file: mcp-authcheck.azure-pipelines.yml',
      ...variablesOf(plan).map(
        (name) =>
          `Edit > Variables: ${name}${secretVariables(plan).includes(name) ? ' (keep this value secret)' : ''}`,
      ),
    ],
  },
];

/**
 * The job of a CI system.
 * @param config path of the configuration file from the repository's root; undefined: the one that is found by itself
 */
export function ciText(system: CiSystem, plan: Plan, config: string | undefined): string {
  const people = plan.flows.some(({ flow }) => PERSONS.includes(flow));
  const unattended = plan.flows.filter(({ flow }) => !PERSONS.includes(flow));
  const words = [
    `npx --yes mcp-authcheck@${VERSION} verify`,
    ...(config === undefined ? [] : [`--config ${shellWord(config)}`]),
    ...(people ? unattended.map(({ flow }) => `--flow ${flow}`) : []),
  ];
  return system.text({ plan, command: words.join(' ') });
}

const PERSONS: readonly string[] = ['authorization_code', 'device_code'];

function github({ plan, command }: Job): string {
  const federated = plan.flows.some(({ proof }) => proof?.kind === 'federated' && proof.service === 'github');
  const environment = [
    ...settings(plan).map((name) => `          ${name}: \${{ vars.${name} }}`),
    ...secretVariables(plan).map((name) => `          ${name}: \${{ secrets.${name} }}`),
  ];
  return lines(
    'name: mcp-authcheck',
    'on:',
    '  workflow_dispatch:',
    '  deployment_status:',
    '  schedule:',
    "    - cron: '17 4 * * *'",
    'permissions:',
    '  contents: read',
    ...(federated ? ['  id-token: write # the federated token of this job'] : []),
    'jobs:',
    '  verify:',
    "    if: github.event_name != 'deployment_status' || github.event.deployment_status.state == 'success'",
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 15',
    '    steps:',
    '      - uses: actions/checkout@v4',
    '      - uses: actions/setup-node@v4',
    '        with:',
    '          node-version: 22',
    '      - run: |',
    `          ${command} --report json=authcheck.json`,
    ...(environment.length === 0 ? [] : ['        env:', ...environment]),
    '      - uses: actions/upload-artifact@v4',
    '        if: always()',
    '        with:',
    '          name: authcheck',
    '          path: authcheck.json',
    '          if-no-files-found: ignore',
  );
}

function gitlab({ command }: Job): string {
  return lines(
    '# Variables of the project reach the job by themselves: Settings > CI/CD > Variables.',
    'mcp-authcheck:',
    '  image: node:22-slim',
    '  timeout: 15 minutes',
    '  retry:',
    '    max: 1',
    '    exit_codes: [4, 9] # unreachable, incomplete',
    '  script:',
    '    - |',
    `      ${command} --report junit=authcheck.xml --report json=authcheck.json`,
    '  artifacts:',
    '    when: always',
    '    paths: [authcheck.json]',
    '    reports:',
    '      junit: authcheck.xml',
  );
}

function azure({ plan, command }: Job): string {
  return lines(
    'trigger: none',
    'schedules:',
    "  - cron: '17 4 * * *'",
    '    displayName: every night',
    '    always: true',
    '    branches:',
    '      include: [main]',
    'pool:',
    '  vmImage: ubuntu-latest',
    'steps:',
    '  - task: UseNode@1',
    '    inputs:',
    '      version: 22.x',
    '  - script: |',
    `      ${command} --report junit=authcheck.xml --report json=authcheck.json`,
    '    displayName: mcp-authcheck verify',
    ...(secretVariables(plan).length === 0
      ? []
      : [
          '    env: # secret variables do not reach a script by themselves',
          ...secretVariables(plan).map((name) => `      ${name}: $(${name})`),
        ]),
    '  - task: PublishTestResults@2',
    '    condition: always()',
    '    inputs:',
    '      testResultsFormat: JUnit',
    '      testResultsFiles: authcheck.xml',
  );
}

function settings(plan: Plan): readonly string[] {
  return variablesOf(plan).filter((name) => !secretVariables(plan).includes(name));
}

function lines(...text: readonly string[]): string {
  return `${text.join('\n')}\n`;
}

/** For a POSIX shell. */
export function shellWord(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };
import { EXIT_CODES } from '../../src/errors.ts';
import { ROOT } from '../architecture/imports.ts';
import { problemsOf } from './commands.ts';

const FOLDER = path.join(ROOT, 'docs/recipes');
const recipes = readdirSync(FOLDER).sort();
const textOf = (name: string): string => readFileSync(path.join(FOLDER, name), 'utf8');

/** The values of a document that hold a command of mcp-authcheck. */
function commandsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    return [...value.matchAll(/(?<![\w/.@-])mcp-authcheck (?:verify|merge)\b[^&\n]*/g)].map(([line]) => line);
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(commandsIn) : [];
}

describe.each(recipes)('docs/recipes/%s', (name) => {
  const documents = parseAllDocuments(textOf(name));

  it('is YAML without errors or warnings', () => {
    expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
  });

  it('names only commands and flags that exist, and as many shards as it starts', () => {
    const commands = documents.flatMap((document) => commandsIn(document.toJS()));
    expect(new Set(commands.map((line) => line.split(' ')[1]))).toEqual(new Set(['merge', 'verify']));
    expect(commands).toHaveLength(2);
    expect(commands.flatMap((line) => problemsOf(line))).toEqual([]);
    const [merge = ''] = commands.filter((line) => line.includes(' merge '));
    expect(merge).toContain('--expect 4');
  });

  it('holds no secret and no script that a name could break out of', () => {
    expect(textOf(name)).not.toMatch(/^\s*(?:-\s+)?(?:run|script): .*\$\{\{/m);
    expect(textOf(name)).not.toMatch(/secret:[ \t]+(?!\$)\S/i);
  });
});

it('the matrix of GitHub Actions is as long as the number of shards', () => {
  const { jobs } = parse(textOf('github.yml')) as {
    readonly jobs: {
      readonly verify: { readonly strategy: { readonly matrix: { readonly shard: unknown[] } } };
    };
  };
  expect(jobs.verify.strategy.matrix.shard).toEqual([1, 2, 3, 4]);
});

describe('the Indexed CronJob', () => {
  interface Rule {
    readonly action: string;
    readonly onExitCodes?: { readonly containerName: string; readonly values: readonly number[] };
  }
  interface Spec {
    readonly completions: number;
    readonly backoffLimitPerIndex?: number;
    readonly podFailurePolicy: { readonly rules: readonly Rule[] };
    readonly template: {
      readonly spec: {
        readonly restartPolicy: string;
        readonly containers: readonly {
          readonly name: string;
          readonly image: string;
          readonly env: readonly { readonly name: string; readonly value: string }[];
        }[];
      };
    };
  }
  interface CronJob {
    readonly spec: { readonly jobTemplate: { readonly spec: Spec } };
  }
  const [first = ''] = textOf('kubernetes.yaml').split(/^---$/m);
  const { spec } = (parse(first) as CronJob).spec.jobTemplate;
  const codesOf = (action: string): readonly number[] =>
    spec.podFailurePolicy.rules
      .filter((rule) => rule.action === action)
      .flatMap(({ onExitCodes }) => onExitCodes?.values ?? []);

  it('tries again what is worth it, and nothing else', () => {
    expect(codesOf('Count')).toEqual([EXIT_CODES.unreachable, EXIT_CODES.incomplete]);
    const final = [1, ...Object.values(EXIT_CODES)].filter((code) => !codesOf('Count').includes(code));
    expect(codesOf('FailIndex')).toEqual(final.sort((one, other) => one - other));
  });

  it('has what Kubernetes demands of these rules', () => {
    const [container] = spec.template.spec.containers;
    const named = spec.podFailurePolicy.rules.flatMap(({ onExitCodes }) => onExitCodes?.containerName ?? []);
    expect(new Set(named)).toEqual(new Set([container?.name]));
    expect(spec.template.spec.restartPolicy).toBe('Never');
    expect(spec.backoffLimitPerIndex).toBe(2);
  });

  it('says how many shards there are, and names the image of this version', () => {
    const [container] = spec.template.spec.containers;
    const shards = container?.env.find(({ name }) => name === 'MCP_AUTHCHECK_SHARDS')?.value;
    expect(shards).toBe(String(spec.completions));
    expect(container?.image.endsWith(`:${manifest.version}`)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import type { Io } from '../../src/commands/io.ts';
import { main } from '../../src/commands/main.ts';
import { readSetup } from '../../src/commands/setup/read-setup.ts';
import { recipe } from '../../src/commands/setup/recipe.ts';
import { problemsOf } from '../docs/commands.ts';
import { pageText } from '../docs/pages.ts';
import { printed, setupFlags } from '../support/az/run-recipe.ts';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function type(...argv: readonly string[]): Promise<Ended> {
  const text = { stdout: '', stderr: '' };
  const io: Partial<Io> = {
    environment: {},
    out: (more) => {
      text.stdout += more;
    },
    err: (more) => {
      text.stderr += more;
    },
  };
  const code = await main(['setup', ...argv], io as Io);
  return { code, ...text };
}

describe('setup refuses, and names what', () => {
  it.each<readonly [argv: readonly string[], message: string, hint: string]>([
    [['okta'], 'There is no recipe for "okta".', 'Only entra is known'],
    [['entra', '--format', 'shel'], 'format "shel"', 'Did you mean shell?'],
    [['entra', '--name', ' '], '--name expects', '"Calculator API"'],
    [['entra', '--name', 'a\nrm -rf'], '--name expects', '"Calculator API"'],
    [['entra', '--tenant', 'contoso.com'], '--tenant expects', 'A domain name is none'],
    [['entra', '--existing-api', 'api://x'], '--existing-api expects', 'Overview'],
    [['entra', '--existing-client', '9876543-5678-1234-1234-123456789012'], '--existing-client', 'Overview'],
    [['entra', '--scope', 'api://x/calculator.add'], '--scope expects', '--scope calculator.add'],
    [['entra', '--scope', 'calculator.add calculator.subtract'], '--scope', '--scope calculator.add --scope'],
    [['entra', '--role', ''], '--role expects', '--role calculator.add'],
    [['entra', '--gateway-callback', 'http://gw.example.com/cb'], '--gateway-callback', 'https'],
    [['entra', '--gateway-callback', 'https://gw.example.com/$(id)'], '--gateway-callback', 'https'],
    [['entra', '--url', 'calculator.example.com'], '--url expects', 'https://'],
    [['entra', '--url', 'https://a.example/`id`'], '--url expects', 'https://'],
    [['entra', '--github', 'calculator'], '--github expects', 'environment:NAME'],
    [['entra', '--github', 'a/b:c d'], '--github expects', 'environment:NAME'],
    [['entra', '--credential', 'certifcate'], 'credential "certifcate"', 'Did you mean certificate?'],
    [['entra', '--credential', 'federated'], 'needs an issuer and a subject', '--github OWNER/REPOSITORY'],
    [['entra', '--issuer', 'https://a.example'], 'needs an issuer and a subject', '--subject'],
    [['entra', '--issuer', 'http://a.example', '--subject', 'x'], '--issuer expects', '--github'],
    [
      ['entra', '--issuer', 'https://a.example', '--subject', 'repo:*'],
      '--subject expects',
      'letter for letter',
    ],
    [['entra', '--credential', 'secret', '--github', 'a/b'], '--credential says secret', 'Leave one'],
    [['entra', '--github', 'a/b', '--subject', 'x'], '--github says issuer', 'Leave --issuer'],
  ])('%j', async (argv, message, hint) => {
    const { code, stdout, stderr } = await type(...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.split('→')[1]).toContain(hint);
  });
});

describe('setup', () => {
  it('says in its help that nothing is sent, on one screen, with two examples', async () => {
    const { code, stdout } = await type('--help');
    expect(code).toBe(0);
    expect(stdout).toContain('It sends nothing');
    expect(stdout.split('\n').length).toBeLessThanOrEqual(40);
    const examples = stdout.split('Examples:\n')[1]?.trim().split('\n') ?? [];
    expect(examples).toHaveLength(2);
    expect(examples.flatMap((line) => problemsOf(line.trim()))).toEqual([]);
  });

  it('prints the same every time', () => {
    expect(printed()).toBe(printed());
  });

  it('gives every scope and role an id of its own', () => {
    const text = JSON.stringify(recipe(readSetup(setupFlags())).map(({ sets }) => sets));
    const ids = [...text.matchAll(/"id":"([^"]+)","value"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(4);
  });

  it('says that scopes and roles of one name may be refused, unless they differ', () => {
    expect(printed()).toContain('--role Calculator.Add.All');
    const why = recipe(readSetup(setupFlags({ role: ['Calculator.Add.All'] }))).flatMap((step) => step.why);
    expect(why.join(' ')).not.toContain('duplicate');
  });

  it('names only commands and flags of mcp-authcheck that exist', () => {
    for (const flags of [{}, { credential: 'certificate' }, { github: 'a/b' }]) {
      for (const format of ['shell', 'markdown']) {
        const lines = printed({ ...flags, format })
          .split('\n')
          .filter((line) => line.startsWith('mcp-authcheck'));
        expect(lines).toHaveLength(2);
        expect(lines.flatMap(problemsOf)).toEqual([]);
      }
    }
  });
});

describe('both formats', () => {
  const flags = { assignmentRequired: true, gatewayCallback: 'https://gw.example.com/oauth/callback' };
  const steps = recipe(readSetup(setupFlags(flags)));

  it('have every step, in the same order', () => {
    const numbered = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].map(([, title]) => title);
    const titles = steps.map(({ title }, index) => `${index + 1}. ${title}`);
    expect(numbered(/^# (\d+\. .*)$/gm, printed(flags))).toEqual(titles);
    expect(numbered(/^## (\d+\. .*)$/gm, printed({ ...flags, format: 'markdown' }))).toEqual(titles);
  });

  it.each(steps.map((step) => [step.title, step] as const))('enter the same values: %s', (_title, step) => {
    const application = JSON.stringify(step.sets.application ?? {});
    const values = [...application.matchAll(/"(?:value|displayName|redirectUris)":\[?"([^"]+)"/g)].map(
      ([, one = '']) => one,
    );
    for (const value of values) {
      expect(step.shell.join('\n')).toContain(value);
      expect(step.portal.join('\n')).toContain(value);
    }
  });
});

describe('docs/entra.md', () => {
  it('has the steps as setup prints them', () => {
    const [, marked = ''] = pageText('docs/entra.md').split(/^<!-- (?:steps|end of the steps)[^>]*-->\n/m);
    const gateway = 'https://gateway.example.com/oauth/callback';
    const [, ...steps] = printed({ format: 'markdown', gatewayCallback: gateway }).split(/^(?=## )/m);
    expect(marked.trim()).toBe(steps.slice(0, -1).join('').replaceAll(/^## /gm, '### ').trim());
  });
});

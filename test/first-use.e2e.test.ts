import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunOptions, runCli } from './support/run-cli.ts';
import { type Serving, serving } from './support/serving.ts';

let world: Serving;

beforeAll(async () => {
  world = await serving();
});

afterAll(() => world.stop());

const machine = (): RunOptions => ({ cwd: tmpdir(), env: world.secretEnv });

describe('what a person reads at first use', () => {
  it('tools names the parameters', async () => {
    const { stdout } = await runCli(['tools', ...world.machineFlags], machine());
    expect(stdout).toMatch(/^get_me\(\) {8}\S/m);
    expect(stdout).toMatch(/^add\(a, b\) {7}\S/m);
    expect(stdout).toMatch(/^subtract\(a, b\) {2}\S/m);
  });

  it('a refusal of the authorization server is told once, with its cause first', async () => {
    const flags = world.machineFlags.map((flag) =>
      flag === world.clients.machine.clientId ? '11112222-bbbb-3333-cccc-4444dddd5555' : flag,
    );
    const { code, stdout, stderr } = await runCli(['token', ...flags], machine());
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^mcp-authcheck: The application is not in this tenant\./);
    expect(stderr.match(/was not found in the directory/g)).toHaveLength(1);
    expect(stderr).toContain('AADSTS700016');
  });

  it('token does not print an empty line for a flow that gets no token', async () => {
    const args = ['token', world.mcpUrl, '--ca', world.caFile, '--flow', 'none'];
    const { code, stdout, stderr } = await runCli(args, { cwd: tmpdir() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--flow none');
  });

  it('verify does not wait for a person that is not there, and says what to do', async () => {
    const args = ['verify', ...world.personFlags, '--flow', 'authorization_code', '--checks', 'none'];
    const { code, stdout } = await runCli(args, { cwd: tmpdir(), env: { CI: 'true' } });
    expect(code).toBe(8);
    expect(stdout).toContain('--flow refresh_token');
  });
});

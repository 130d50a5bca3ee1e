import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld } from '../../fixtures/world.ts';
import { type Asker, Cancelled } from '../../src/commands/init/asker.ts';
import { answering } from './init-io.ts';

let cwd = '';
const disposals: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-init-'));
});
afterEach(async () => {
  for (const dispose of disposals.splice(0).reverse()) await dispose();
  await rm(cwd, { recursive: true, force: true });
});

const text = (): Promise<string> => readFile(path.join(cwd, 'mcp-authcheck.yaml'), 'utf8');

type Answers = readonly (readonly [question: RegExp, answer: string | boolean | readonly string[]])[];

/**
 * Somebody who gives each of these answers, in this order, to a question that the pattern fits. `enter` takes what
 * is proposed. An answer that is found wrong is an error here.
 */
function person(answers: Answers): {
  readonly asker: Asker;
  readonly screen: string[];
  readonly left: () => number;
} {
  const left = [...answers];
  const screen: string[] = [];
  const next = <T>(message: string, proposed: T): T => {
    screen.push(message);
    const [first, answer] = left.shift() ?? [];
    if (first === undefined) throw new Cancelled('no more answers');
    if (!first.test(message)) throw new Error(`${message} was asked, where ${first} was expected`);
    return (answer === 'enter' ? proposed : answer) as T;
  };
  const say = (line: string): void => {
    screen.push(line);
  };
  return {
    screen,
    left: () => left.length,
    asker: {
      begin: say,
      say,
      warn: say,
      end: say,
      text: ({ message, initial = '', wrong }) => {
        const answer = next(message, initial);
        const complaint = wrong?.(answer);
        return complaint === undefined ? Promise.resolve(answer) : Promise.reject(new Error(complaint));
      },
      yes: async ({ message, initial }) => next(message, initial),
      one: async ({ message, initial }) => next(message, initial),
      some: async ({ message, initial }) => next(message, initial),
    },
  };
}

describe('init asks', () => {
  it('little, where the endpoint says much', async () => {
    const world = await startWorld();
    disposals.push(() => world.close());
    const { machine, person: registered } = world.healthy;
    const { asker, left } = person([
      [/Which MCP endpoint/, world.settings.url],
      [/Who is to get in/, ['client_credentials', 'authorization_code']],
      [/Is it yours/, 'enter'],
      [/the audience/, 'enter'],
      [/Client id of the machine/, machine.clientId],
      [/prove itself with/, 'enter'],
      [/environment variable/, 'enter'],
      [/people sign in with/, registered.clientId],
      [/App roles/, 'enter'],
      [/Scopes that the token/, 'enter'],
      [/Which tools/, 'add, subtract'],
      [/CI system/, 'github'],
    ]);
    const { code, stderr } = await answering(cwd, asker, { ca: await world.caFile() });
    expect({ code, stderr, left: left() }).toEqual({ code: 0, stderr: '', left: 0 });
    const file = await text();
    for (const line of [
      `tenant: ${world.healthy.tenantId}`,
      `authority: ${world.entra.authority}`,
      `audience: ${world.healthy.audience}`,
      'clientSecret: { env: CLIENT_SECRET }',
      'roles: [ calculator.add, calculator.subtract ]',
      'scp: [ calculator.add, calculator.subtract ]',
      '- { tool: subtract, arguments: { a: 5, b: 3 }, result: 2 }',
    ]) {
      expect(file).toContain(line);
    }
    expect(await readdir(cwd)).toEqual(['.github', 'mcp-authcheck.yaml']);
  });

  it('everything, where the endpoint does not answer', async () => {
    const { asker, left, screen } = person([
      [/Who is to get in/, 'enter'],
      [/Who issues the tokens/, 'keycloak'],
      [/The issuer/, 'https://id.example.com/realms/main'],
      [/Client id of the machine/, 'ci'],
      [/prove itself with/, 'file'],
      [/Path of the file/, 'enter'],
      [/Scopes that the token/, 'calculator.add'],
      [/Which tools/, 'enter'],
      [/CI system/, 'enter'],
    ]);
    const { code } = await answering(cwd, asker, {}, await closedPort());
    expect({ code, left: left() }).toEqual({ code: 0, left: 0 });
    expect(screen.join('\n')).toContain('could not be asked');
    expect(await text()).toContain('clientSecret: { file: client-secret }');
  });

  it('nothing that a flag has said', async () => {
    const { asker, left } = person([[/Which tools/, 'enter']]);
    const { code } = await answering(
      cwd,
      asker,
      {
        discover: false,
        flow: ['client_credentials'],
        issuer: 'https://id.example.com',
        clientId: 'ci',
        clientSecretEnv: 'S',
        expectScope: ['a'],
        ci: 'gitlab',
      },
      'https://mcp.example.com/mcp',
    );
    expect({ code, left: left() }).toEqual({ code: 0, left: 0 });
  });

  it('and writes nothing when it is broken off', async () => {
    const { asker } = person([[/Who is to get in/, 'enter']]);
    const ended = await answering(cwd, asker, { discover: false }, 'https://mcp.example.com/mcp');
    expect(ended).toEqual({ code: 130, stdout: '', stderr: 'Nothing was written.\n' });
    expect(await readdir(cwd)).toEqual([]);
  });

  it('before it replaces a file', async () => {
    await writeFile(path.join(cwd, 'mcp-authcheck.yaml'), 'mine');
    const { asker } = person([[/mcp-authcheck.yaml is there already/, 'enter']]);
    expect((await answering(cwd, asker)).code).toBe(130);
    expect(await text()).toBe('mine');
  });

  it.each([
    ['Which MCP endpoint', 'calculator', 'expected an http(s) URL'],
    ['Which MCP endpoint', '', 'Something is needed'],
  ])('again after a wrong answer to %s', async (question, answer, complaint) => {
    const { asker } = person([[new RegExp(question), answer]]);
    await expect(answering(cwd, asker)).rejects.toThrow(complaint);
  });

  it('and lets nothing of a hostile endpoint reach the terminal or the file', async () => {
    const url = await hostile();
    const { asker, screen } = person([
      [/Who is to get in/, 'enter'],
      [/Who issues the tokens/, 'generic'],
      [/The issuer/, 'https://id.example.com'],
      [/Client id of the machine/, 'ci'],
      [/prove itself with/, 'enter'],
      [/environment variable/, 'enter'],
      [/Scopes that the token/, 'enter'],
      [/Which tools/, 'enter'],
      [/CI system/, 'enter'],
    ]);
    expect((await answering(cwd, asker, {}, url)).code).toBe(0);
    expect(`${screen.join('\n')}${await text()}`).not.toContain('evil');
    expect(await text()).toContain('scp: [ good ]');
  });
});

async function closedPort(): Promise<string> {
  const url = await listening(() => undefined);
  await disposals.pop()?.();
  return url;
}

/** Metadata with texts that a terminal would obey. */
function hostile(): Promise<string> {
  return listening((origin) => ({
    resource: `${origin}/mcp`,
    authorization_servers: [`${origin}/\u001b[2Jevil`],
    scopes_supported: ['good', '\u001b]0;evil\u0007', '\u202eevil'],
  }));
}

async function listening(metadata: (origin: string) => unknown): Promise<string> {
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host}`;
    if (request.url?.startsWith('/.well-known/oauth-protected-resource') === true) {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(metadata(origin)));
      return;
    }
    response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  disposals.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

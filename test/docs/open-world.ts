import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startCalculator } from '../../fixtures/calculator/index.ts';
import { startDpopGate } from '../checks/dpop-gate.ts';
import { serve } from '../client/support/gate.ts';
import { META, result, scripted } from '../client/support/scripted.ts';
import { type Ended, ended } from '../support/run-cli.ts';
import { type OpenServer, startOpenServer } from './open-server.ts';
import { program, programsIn } from './reader.ts';

/** Where pages that need more than Entra ID's stand-in lead: `tools.example.com` and its companions. */
export interface OpenWorld {
  readonly server: OpenServer;
  /** The calculator, behind tokens of {@link OpenServer}. */
  readonly mcpUrl: string;
  /** An endpoint for everybody, whose tool `book` asks how many seats. */
  readonly formsUrl: string;
  readonly folder: string;
  /** Runs shell text in the folder, with the addresses of the documentation led here. */
  readonly type: (text: string, more?: Readonly<Record<string, string>>) => Promise<Ended>;
  readonly close: () => Promise<void>;
}

export async function startOpenWorld(): Promise<OpenWorld> {
  const server = await startOpenServer();
  const gate = await startDpopGate(false);
  const mcpUrl = `${gate.origin}/mcp`;
  server.protect(mcpUrl);
  const calculator = await startCalculator({
    resource: mcpUrl,
    jwksUri: server.jwksUri,
    issuer: server.issuer,
    audience: mcpUrl,
  });
  gate.serve(calculator.origin);
  const forms = await serve(asking());
  const folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-open-'));
  const bin = await programsIn(folder);
  const browser = path.join(bin, 'browser');
  await program(browser, `#!${process.execPath}\nfetch(process.argv[2]).then((page) => page.text());\n`);
  await writeFile(path.join(folder, 'client.key'), server.clientKey, { mode: 0o600 });
  await writeFile(path.join(folder, 'workload.jwt'), server.workloadToken, { mode: 0o600 });
  await writeFile(path.join(folder, 'id-token.jwt'), server.idp.idToken, { mode: 0o600 });

  const environment = {
    PATH: `${bin}:${process.env.PATH ?? ''}`,
    HOME: folder,
    LANG: 'C.UTF-8',
    ACTIONS_ID_TOKEN_REQUEST_URL: server.tokenService.url,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: server.tokenService.token,
  };
  const led = (text: string): string =>
    text
      .replaceAll('https://tools.example.com/mcp', mcpUrl)
      .replaceAll('https://login.example.com', server.issuer)
      .replaceAll('https://sso.example.com/token', server.idp.tokenEndpoint)
      .replaceAll('https://forms.example.com/mcp', forms.url)
      .replaceAll(/mcp-authcheck (login|verify)/g, `mcp-authcheck $1 --browser ${browser}`);
  return {
    server,
    mcpUrl,
    formsUrl: forms.url,
    folder,
    type: (text, more = {}) => {
      const child = spawn('/bin/sh', ['-c', led(text)], { cwd: folder, env: { ...environment, ...more } });
      child.stdin.end();
      return ended(child, [text], 25_000);
    },
    close: async () => {
      await Promise.all([forms.close(), gate.close(), calculator.close()]);
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const FORM = {
  mode: 'form',
  message: 'How many seats?',
  requestedSchema: {
    type: 'object',
    properties: { seats: { type: 'integer', minimum: 1 }, window: { type: 'boolean', default: true } },
    required: ['seats'],
  },
};

/** A tool that asks the person before it answers, as of 2026-07-28. */
function asking() {
  return scripted({
    tools: [{ name: 'book', inputSchema: { type: 'object' } }],
    call: (_request, response, message) => {
      const responses = message.params?.inputResponses as Readonly<Record<string, Answer>> | undefined;
      if (responses === undefined) {
        const ask = { method: 'elicitation/create', params: FORM };
        return result(response, message, { resultType: 'input_required', inputRequests: { ask } });
      }
      const { action, content } = responses.ask ?? { action: 'none' };
      const text = action === 'accept' ? `${content?.seats} booked` : `The answer was: ${action}.`;
      return result(response, message, {
        ...META,
        content: [{ type: 'text', text }],
        isError: action !== 'accept',
      });
    },
  });
}

interface Answer {
  readonly action: string;
  readonly content?: { readonly seats?: number };
}

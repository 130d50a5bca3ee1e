import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { curlOf } from '../../src/checks/reproduce.ts';
import { Secret } from '../../src/secret.ts';

const run = promisify(execFile);

/** What curl would be given, with the shell's own word splitting. */
async function wordsOf(line: string, env: Record<string, string> = {}): Promise<readonly string[]> {
  const { stdout } = await run(
    'sh',
    ['-c', `curl() { for word; do printf '%s\\0' "$word"; done; }; ${line}`],
    {
      env,
    },
  );
  return stdout.split('\0').slice(0, -1);
}

const URL = 'https://mcp.example.com/mcp';

test('a probe is one line that a shell takes apart as it was sent', async () => {
  const body = JSON.stringify({ method: "it's", params: { text: '$HOME `id` "quoted"' } });
  const line = curlOf({
    method: 'POST',
    url: URL,
    headers: [
      ['Content-Type', 'application/json'],
      ['Authorization', new Secret('Bearer the-token')],
    ],
    body,
  });
  expect(line).not.toContain('the-token');
  expect(await wordsOf(line, { TOKEN: 'from-the-environment' })).toEqual([
    '-sS',
    '-i',
    URL,
    '-H',
    'Content-Type: application/json',
    '-H',
    'Authorization: Bearer from-the-environment',
    '--data',
    body,
  ]);
});

test('what a shell has to make of the token first stands there as a command', async () => {
  const line = curlOf({
    method: 'POST',
    url: URL,
    headers: [['Authorization', new Secret('Bearer h.p.'), `Bearer \${TOKEN%.*}.`]],
    body: '{}',
  });
  expect(await wordsOf(line, { TOKEN: 'h.p.s' })).toContain('Authorization: Bearer h.p.');
});

test('sessions and keys of gateways are variables', () => {
  const line = curlOf({
    method: 'DELETE',
    url: URL,
    headers: [
      ['Mcp-Session-Id', 'a-live-session'],
      ['X-Api-Key', new Secret('a-gateway-key')],
    ],
  });
  expect(line).toBe(
    `curl -sS -i -X DELETE ${URL} -H "Mcp-Session-Id: $MCP_SESSION_ID" -H "X-Api-Key: $X_API_KEY"`,
  );
});

test('a GET does not wait for the end of a stream, and odd paths stay as they are', () => {
  expect(curlOf({ method: 'GET', url: `${URL}//x/../y`, headers: [] })).toBe(
    `curl -sS -i -N --max-time 10 --path-as-is ${URL}//x/../y`,
  );
});

test('a subscription, which does not end by itself, is ended', () => {
  const body = '{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen"}';
  expect(curlOf({ method: 'POST', url: URL, headers: [], body })).toBe(
    `curl -sS -i -N --max-time 10 ${URL} --data '${body}'`,
  );
});

import { describe, expect, it } from 'vitest';
import { refusal, target } from './given.ts';
import { yaml } from './in-folder.ts';

const PLACES = {
  'at the top': (line: string) => `${line}\ntargets: { a: { url: https://a.example/mcp } }\n`,
  'in defaults': (line: string) => `defaults:\n  ${line}\ntargets: { a: { url: https://a.example/mcp } }\n`,
  'in a target': (line: string) => `targets:\n  a:\n    url: https://a.example/mcp\n    ${line}\n`,
  'in a flow': (line: string) =>
    `targets:\n  a:\n    url: https://a.example/mcp\n    flows:\n      - flow: none\n        ${line}\n`,
};

describe.each(Object.entries(PLACES))('a configuration file cannot, %s,', (_where, with_) => {
  it.each([
    ['widen where credentials go', 'allowedOrigins: [https://b.example]'],
    ['say whom to trust', 'trustIssuer: https://b.example'],
    ['allow its own commands', 'allowCommands: true'],
    ['turn the verification of certificates off', 'insecure: true'],
    ['add a certificate authority', 'ca: ca.pem'],
    ['send everything through a proxy', 'proxy: http://b.example'],
  ])('%s', async (_what, line) => {
    const error = await refusal(await yaml(with_(line)));
    expect(error.code).toBe('config.not_in_project_file');
    expect(error.message).toMatch(/^mcp-authcheck\.yaml:\d+:\d+/);
    expect(error.hint).not.toBeUndefined();
  });

  it.each(['limits: { bodyBytes: 1 }', 'allowPrivate: true', 'concurrency: 1000', 'hostMap: {}'])(
    'bring settings of its own: %s',
    async (line) => {
      expect((await refusal(await yaml(with_(line)))).code).toBe('config.unknown_key');
    },
  );
});

describe('the deadline in a configuration file', () => {
  it('is ten minutes at most', async () => {
    const seconds = (timeout: number) => yaml(PLACES['in a target'](`timeout: ${timeout}`));
    expect((await refusal(await seconds(601))).message).toContain('expected at most 600');
    expect((await refusal(await seconds(0))).message).toContain('expected at least 1');
    expect(await target(await seconds(600))).toMatchObject({ timeoutMs: 600_000 });
  });
});

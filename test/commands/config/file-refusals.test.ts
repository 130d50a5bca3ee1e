import { describe, expect, it } from 'vitest';
import { refusal } from './given.ts';
import { inFolder, yaml } from './in-folder.ts';

describe('what is wrong in the file is refused, with file, line and path', () => {
  const inTarget = (line: string) => `targets:\n  a:\n    url: https://a.example/mcp\n    ${line}\n`;
  const inFlow = (line: string) =>
    inTarget(`flows:\n      - flow: client_credentials\n        clientId: x\n        ${line}`);

  it.each([
    [
      'the id of a key that is not there',
      inTarget('flows: [{ flow: client_credentials, clientId: x, clientSecret: { env: S }, keyId: k1 }]'),
      'usage.key_id_unused',
      /flows\[0\].keyId/,
    ],
    [
      'an unknown key',
      inTarget('audence: x'),
      'config.unknown_key',
      /^mcp-authcheck.yaml:2:3: targets.a: unknown key "audence"/,
    ],
    [
      'an unknown key at the top',
      'target: {}\ntargets: { a: { url: https://a.example } }',
      'config.unknown_key',
      /"target"/,
    ],
    [
      'a string for a list',
      inTarget('flows: none'),
      'config.shape',
      /^mcp-authcheck.yaml:4:5: targets.a.flows: expected a list, found a string/,
    ],
    ['a number as URL', 'targets: { a: { url: 5 } }', 'config.shape', /expected a string, found a number/],
    [
      '"true" for true',
      inFlow('managedIdentity: [x]'),
      'config.shape',
      /expected true or a client id, found a list/,
    ],
    [
      'no targets',
      'defaults: {}',
      'config.shape',
      /targets: expected a mapping \(or include\), found nothing/,
    ],
    ['empty targets', 'targets: {}', 'config.no_targets', /no target/],
    [
      'a literal secret',
      inFlow('clientSecret: hunter2'),
      'config.secret_literal',
      /^mcp-authcheck.yaml:7:9: targets.a.flows\[0\].clientSecret/,
    ],
    [
      'a command',
      inFlow('clientSecret: { command: [vault, hunter2] }'),
      'config.command_not_allowed',
      /^mcp-authcheck.yaml:7:9: .*clientSecret: the command "vault" was not run/,
    ],
    [
      'a command for a shell',
      inFlow('clientSecret: { command: "vault hunter2" }'),
      'config.command_shell',
      /^mcp-authcheck.yaml:7:25: targets.a.flows\[0\].clientSecret.command: a command is a list/,
    ],
    [
      'a command without a program',
      inFlow('clientSecret: { command: [] }'),
      'config.shape',
      /^mcp-authcheck.yaml:7:25: .*clientSecret.command: expected a program and its arguments/,
    ],
    ['whom to trust', inTarget('trustIssuer: x'), 'config.not_in_project_file', /trustIssuer/],
    [
      'a permission for itself',
      'allowCommands: true\ntargets: {}',
      'config.not_in_project_file',
      /allowCommands/,
    ],
    [
      'an expected failure of no check',
      inTarget('expectedFailures: [endpoint/rejects-no-tokn]'),
      'config.expected_failures',
      /^mcp-authcheck.yaml:4:24: targets.a.expectedFailures\[0\]: expected the id of a check, found "endpoint\/rejects-no-tokn"/,
    ],
    ['a tag with a blank', inTarget('tags: ["a b"]'), 'config.shape', /tags\[0\]: expected a word/],
    [
      'wider origins',
      inTarget('allowedOrigins: [https://b.example]'),
      'config.not_in_project_file',
      /allowedOrigins/,
    ],
    [
      'a prototype key',
      inTarget('__proto__: { x: hunter2 }'),
      'config.malformed',
      /^mcp-authcheck.yaml:4:5: the key __proto__/,
    ],
    [
      'a constructor key',
      inTarget('constructor: { prototype: { x: 1 } }'),
      'config.malformed',
      /constructor/,
    ],
    [
      'a tag',
      inTarget('audience: !!js/function "hunter2"'),
      'config.malformed',
      /^mcp-authcheck.yaml:4:15: tags/,
    ],
    ['a secret that looks like a tag', inTarget('audience: !hunter2'), 'config.malformed', /tags/],
    [
      'a secret that looks like an alias',
      inTarget('audience: *hunter2'),
      'config.malformed',
      /^mcp-authcheck.yaml:4:15: an alias/,
    ],
    [
      'a duplicate key',
      inTarget('url: https://b.example'),
      'config.malformed',
      /^mcp-authcheck.yaml:4:5: the same key twice/,
    ],
    ['a tab', 'targets:\n\ta: {}', 'config.malformed', /^mcp-authcheck.yaml:2:1: a tab/],
    [
      'an unquoted variable inside braces',
      inTarget(`expect: { tools: \${T} }`),
      'config.malformed',
      /^mcp-authcheck.yaml:4:/,
    ],
    ['two documents', 'targets: {}\n---\ntargets: {}', 'config.malformed', /more than one document/],
    ['a NUL', 'targets: {}\0', 'config.malformed', /NUL/],
    ['an empty file', '', 'config.empty', /empty/],
    [
      'a wrong variable',
      inTarget(`audience: "\${A-B}"`),
      'config.variable_malformed',
      /^mcp-authcheck.yaml:4:5: targets.a.audience/,
    ],
    [
      'plain http',
      'targets:\n  a: { url: http://a.example }',
      'usage.url_not_https',
      /^mcp-authcheck.yaml:2:8: targets.a.url/,
    ],
    [
      'an unknown flow',
      inTarget('flows: [{ flow: client_credential }]'),
      'config.flow_unknown',
      /targets.a.flows\[0\].flow/,
    ],
    [
      'a flow without its credential',
      inTarget('flows: [{ flow: client_credentials, clientId: x }]'),
      'usage.credential_missing',
      /targets.a.flows\[0\] \(client_credentials\)/,
    ],
    [
      'two credentials',
      inFlow('clientSecret: { env: A }\n        managedIdentity: true'),
      'usage.credential_conflict',
      /clientSecret and /,
    ],
    [
      'an unset secret',
      inFlow('clientSecret: { env: NOT_THERE }'),
      'credential.secret_missing',
      /^mcp-authcheck.yaml:7:9: .*NOT_THERE/,
    ],
    [
      'a secret in a header',
      inTarget('headers: { X-Api-Key: hunter2 }'),
      'usage.secret_in_flag',
      /X-Api-Key/,
    ],
    [
      'names that differ in case',
      'targets: { a: { url: https://a.example }, A: { url: https://a.example } }',
      'config.target_name',
      /case/,
    ],
    [
      'a name that is a path',
      'targets: { ../a: { url: https://a.example } }',
      'config.target_name',
      /unusual/,
    ],
  ])('%s', async (_, text, code, message) => {
    const error = await refusal(await yaml(text));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.exit).toBe(2);
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });

  it.each([
    ['a trailing comma', '{"targets": {},\n}', /^mcp-authcheck.json:2:1: expected a key/],
    ['a comment', '{\n// x\n"targets": {}}', /^mcp-authcheck.json:2:1: a comment/],
    ['a prototype key', '{"targets": {},\n "__proto__": {}}', /^mcp-authcheck.json:2:2: the key __proto__/],
    [
      'a wrong value far inside',
      '{"targets": {"a": {"url": "https://a.example",\n  "flows": [{"flow": "none"},\r\n {"flow": 5}]}}}',
      /^mcp-authcheck.json:3:3: targets.a.flows\[1\].flow: expected a string/,
    ],
    ['a duplicate key', '{"targets": {},\n "targets": {}}', /^mcp-authcheck.json:2:2: the same key/],
    ['too deep a nesting', '['.repeat(300_000), /nested too deeply/],
  ])('%s in JSON', async (_, text, message) => {
    expect((await refusal(await inFolder({ 'mcp-authcheck.json': text }))).message).toMatch(message);
  });

  it('expanding aliases', async () => {
    const levels = 'bcdefghi'
      .split('')
      .map(
        (name, index) =>
          `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[index]}`).join(',')}]`,
      );
    const error = await refusal(await yaml(`a: &a [x,x]\n${levels.join('\n')}\ntargets: {}`));
    expect(error.code).toBe('config.malformed');
    expect(error.message).toContain('aliases');
  });

  it('too long a file, a folder, a missing one, text that is not UTF-8, two at once', async () => {
    expect((await refusal(await yaml('#'.repeat(8 * 1024 * 1024 + 1)))).code).toBe('config.unreadable');
    const given = await inFolder({ 'mcp-authcheck.yaml': Buffer.from([0xff, 0xfe, 0x00]) });
    expect((await refusal(given)).message).toContain('not UTF-8');
    expect((await refusal({ ...given, configFile: '.' })).message).toContain('is a directory');
    expect((await refusal({ ...given, configFile: 'not-there.yaml' })).message).toContain('does not exist');
    expect((await refusal(await inFolder({ 'mcp-authcheck.yaml': '', 'mcp-authcheck.json': '' }))).code).toBe(
      'config.ambiguous',
    );
  });

  it('a name that is not there, with the nearest; a flag that says what a target is', async () => {
    const given = await yaml('targets: { calculator: { url: https://a.example/mcp } }');
    expect((await refusal({ ...given, targets: ['calculater'] })).hint).toBe('Did you mean calculator?');
    const error = await refusal({ ...given, flags: { clientId: 'x' } });
    expect([error.code, error.message]).toEqual([
      'usage.flag_with_file_target',
      '--client-id says what a target is; this target is in the file.',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { headerFault } from '../../src/client/header-parameters.ts';
import { callTool, converse, listTools } from '../../src/client/index.ts';
import { planFor } from './support/plan.ts';
import { scripted } from './support/scripted.ts';
import { start } from './support/start.ts';

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const marked = (name: unknown, type: unknown = 'string') => ({ type, 'x-mcp-header': name });

const VALID = [
  ['no mark', object({ a: { type: 'string' } })],
  ['a text', object({ a: marked('Region') })],
  ['a whole number and a boolean', object({ a: marked('A', 'integer'), b: marked('B', 'boolean') })],
  ['inside an object', object({ a: object({ b: marked('Deep') }) })],
  ['every character of a token', object({ a: marked("!#$%&'*+-.^_`|~09azAZ") })],
  ['a parameter of that name', object({ 'x-mcp-header': { type: 'string' } })],
  ['a parameter named like a keyword', object({ items: object({ oneOf: marked('X') }) })],
  ['a default that looks like one', object({ a: { type: 'object', default: { 'x-mcp-header': 'X' } } })],
] as const;

const INVALID = [
  ['an empty name', object({ a: marked('') }), 'is no name'],
  ['no text for a name', object({ a: marked(7) }), 'is no name'],
  ['a space', object({ a: marked('My Region') }), 'is no name for a header'],
  ['a colon', object({ a: marked('Region:Primary') }), 'is no name for a header'],
  ['a letter beyond ASCII', object({ a: marked('Région') }), 'is no name for a header'],
  ['a tab', object({ a: marked('Region\t1') }), 'is no name for a header'],
  ['a line break', object({ a: marked('Region\r\nX: y') }), 'is no name for a header'],
  ['a number', object({ a: marked('A', 'number') }), 'the type is "number"'],
  ['an object', object({ a: marked('A', 'object') }), 'the type is "object"'],
  ['a list', object({ a: marked('A', 'array') }), 'the type is "array"'],
  ['null', object({ a: marked('A', 'null') }), 'the type is "null"'],
  ['no type', object({ a: { 'x-mcp-header': 'A' } }), 'not one of these'],
  ['two types', object({ a: marked('A', ['string', 'null']) }), 'not one of these'],
  ['the same name twice', object({ a: marked('A'), b: marked('A') }), 'is there twice'],
  ['the same name in another case', object({ a: marked('My'), b: object({ c: marked('mY') }) }), 'twice'],
  ['the schema itself', object({}, { 'x-mcp-header': 'A' }), 'the schema itself'],
  ['items', object({ a: { type: 'array', items: marked('A') } }), 'where no argument can be read'],
  ['prefixItems', object({ a: { prefixItems: [marked('A')] } }), 'where no argument can be read'],
  ['additionalProperties', object({}, { additionalProperties: marked('A') }), 'no argument'],
  ['patternProperties', object({}, { patternProperties: { '^a': marked('A') } }), 'no argument'],
  ['oneOf', object({ a: { oneOf: [{}, marked('A')] } }), 'no argument'],
  ['allOf and a property', object({}, { allOf: [object({ a: marked('A') })] }), 'no argument'],
  [
    'then',
    object({}, JSON.parse('{"then":{"properties":{"a":{"type":"string","x-mcp-header":"A"}}}}')),
    'no argument',
  ],
  ['a definition', object({}, { $defs: { a: marked('A') } }), 'no argument'],
] as const;

describe('x-mcp-header', () => {
  it.each(VALID)('may be: %s', (_name, schema) => {
    expect(headerFault(schema)).toBeUndefined();
  });

  it.each(INVALID)('may not be: %s', (_name, schema, why) => {
    expect(headerFault(schema)).toContain(why);
  });

  it('does not show what a server may have put into a name', () => {
    const fault = headerFault(object({ '\u001b[31m': marked('\u001b[2J') }));
    expect(fault).not.toContain('\u001b');
  });
});

describe('a tool that marks its parameters', () => {
  const tool = {
    name: 'say',
    inputSchema: object({
      text: marked('Text'),
      size: marked('Size', 'integer'),
      loud: marked('Loud', 'boolean'),
      deep: object({ er: marked('Deep-Er') }),
      method: marked('Method'),
      silent: { type: 'string' },
      constructor: object({ name: marked('Own') }),
      ['__proto__']: object({ toString: marked('Other') }),
    }),
  };

  const headersFor = async (args: Readonly<Record<string, unknown>>, protocol = '2026-07-28' as const) => {
    const server = await start(scripted({ tools: [tool] }));
    const [session] = await converse(
      planFor(server.url, { protocol, calls: [{ tool: 'say', arguments: args }] }),
    );
    expect(session).toMatchObject({ error: null, calls: [{ verdict: 'pass' }] });
    const call = server.seen.find(({ rpc }) => rpc === 'tools/call');
    expect(call?.body).toMatchObject({ params: { arguments: args } });
    return Object.fromEntries(
      Object.entries(call?.headers ?? {}).filter(([name]) => name.startsWith('mcp-param-')),
    );
  };

  it.each([
    ['us-west1', 'us-west1'],
    ['us west 1', 'us west 1'],
    ['Hello, 世界', '=?base64?SGVsbG8sIOS4lueVjA==?='],
    [' padded ', '=?base64?IHBhZGRlZCA=?='],
    ['line1\nline2', '=?base64?bGluZTEKbGluZTI=?='],
    ['line1\r\nX: y', '=?base64?bGluZTENClg6IHk=?='],
    ['\tindented', '=?base64?CWluZGVudGVk?='],
    ['=?base64?literal?=', '=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?='],
    ['', '=?base64??='],
  ])('has the text %j mirrored as %j', async (text, header) => {
    expect(await headersFor({ text })).toStrictEqual({ 'mcp-param-text': header });
  });

  it.each([
    [{ size: 42 }, { 'mcp-param-size': '42' }],
    [{ size: -7 }, { 'mcp-param-size': '-7' }],
    [{ size: 0 }, { 'mcp-param-size': '0' }],
    [{ loud: true }, { 'mcp-param-loud': 'true' }],
    [{ loud: false }, { 'mcp-param-loud': 'false' }],
    [{ deep: { er: 'x' } }, { 'mcp-param-deep-er': 'x' }],
    [{ method: 'x' }, { 'mcp-param-method': 'x' }],
    [{ text: null, size: 1 }, { 'mcp-param-size': '1' }],
    [{ silent: 'x' }, {}],
    [{ constructor: { name: 'x' } }, { 'mcp-param-own': 'x' }],
    [JSON.parse('{"__proto__":{"toString":"x"}}'), { 'mcp-param-other': 'x' }],
    [{}, {}],
  ])('has %j mirrored as %j', async (args, headers) => {
    expect(await headersFor(args)).toStrictEqual(headers);
  });

  it('has its own name where it belongs, whatever its parameters are called', async () => {
    const server = await start(scripted({ tools: [{ ...tool, name: 'größer' }] }));
    await converse(planFor(server.url, { calls: [{ tool: 'größer', arguments: { method: 'm' } }] }));
    expect(server.seen.at(-1)?.headers).toMatchObject({
      'mcp-method': 'tools/call',
      'mcp-name': '=?base64?Z3LDtsOfZXI=?=',
      'mcp-param-method': 'm',
    });
  });

  it.each(['2025-11-25', '2025-06-18'] as const)('has none of it in %s', async (protocol) => {
    const server = await start(scripted({ tools: [tool] }));
    await converse(planFor(server.url, { protocol, calls: [{ tool: 'say', arguments: { text: 'x' } }] }));
    for (const { headers } of server.seen) expect(headers).not.toHaveProperty('mcp-param-text');
  });
});

describe('a tool that marks them wrongly', () => {
  const tools = [
    { name: 'good', inputSchema: object({ a: marked('A') }) },
    { name: 'bad', inputSchema: object({ a: marked('A', 'number') }) },
  ];
  const BAD = { name: 'bad', reason: expect.stringContaining('"a": x-mcp-header') };

  it('is left out, and the others stay (2026-07-28)', async () => {
    const server = await start(scripted({ tools }));
    const calls = [
      { tool: 'bad', arguments: { a: 1 } },
      { tool: 'good', arguments: { a: 'x' } },
    ];
    const [session] = await converse(planFor(server.url, { calls }));
    expect(session).toMatchObject({ error: null, tools: [{ name: 'good' }], droppedTools: [BAD] });
    expect(session?.tools).toHaveLength(1);
    expect(session?.calls.map(({ verdict }) => verdict)).toStrictEqual(['fail', 'pass']);
    expect(session?.calls[0]?.message).toContain('may not be called by any client: "a": x-mcp-header');
    expect(server.seen.filter(({ rpc }) => rpc === 'tools/call')).toHaveLength(1);
  });

  it('is left out where tools are listed or called alone', async () => {
    const server = await start(scripted({ tools }));
    const listing = await listTools(planFor(server.url));
    expect(listing).toMatchObject({ tools: [{ name: 'good' }], droppedTools: [BAD] });
    await expect(callTool(planFor(server.url), 'bad', {})).rejects.toMatchObject({ code: 'tool.not_found' });
    expect(server.lines()).not.toContain('POST tools/call');
  });

  it.each(['2025-11-25', '2025-06-18'] as const)('is a tool like any other in %s', async (protocol) => {
    const server = await start(scripted({ tools }));
    const [session] = await converse(planFor(server.url, { protocol }));
    expect(session?.tools).toHaveLength(2);
    expect(session?.droppedTools).toStrictEqual([]);
  });
});

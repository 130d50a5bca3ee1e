import { describe, expect, it } from 'vitest';
import { converse, listTools } from '../../src/client/index.ts';
import { planFor } from './support/plan.ts';
import { META, result, scripted } from './support/scripted.ts';
import { start } from './support/start.ts';

const REVISIONS = ['2026-07-28', '2025-11-25', '2025-06-18'] as const;

/** Written as a server may write it: keywords in its own order, some of which nobody knows. */
const INPUT = JSON.stringify({
  'x-first': [1, { deep: null }],
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  required: ['b'],
  $defs: { address: { $anchor: 'addressDef', type: 'object', properties: { z: {}, a: {} } } },
  properties: { b: { $ref: '#addressDef' }, a: { type: ['string', 'null'], format: 'uuid' } },
  type: 'object',
  additionalProperties: false,
  allOf: [{ anyOf: [{ required: ['b'] }, true] }],
  if: { properties: { a: { const: 'x' } } },
  THEN: { required: ['a'] },
  else: false,
  unevaluatedProperties: false,
}).replace('THEN', 'then');
const OUTPUT = JSON.stringify({ title: 'x', type: 'object', $comment: 'y', properties: {} });

describe.each(REVISIONS)('the schemas of a tool (%s)', (protocol) => {
  it('are shown as they were sent, to the last keyword and in its order', async () => {
    const tool = { name: 'x', inputSchema: JSON.parse(INPUT), outputSchema: JSON.parse(OUTPUT) };
    const server = await start(scripted({ tools: [tool, { ...tool, name: 'y' }] }));
    const { tools } = await listTools(planFor(server.url, { protocol }));
    expect(tools.map(({ name }) => name)).toStrictEqual(['x', 'y']);
    for (const { inputSchema, outputSchema } of tools) {
      expect(JSON.stringify(inputSchema)).toBe(INPUT);
      expect(JSON.stringify(outputSchema)).toBe(OUTPUT);
    }
  });

  it('are not a reason to go anywhere', async () => {
    const visited: string[] = [];
    const elsewhere = await start((request, response) => {
      visited.push(request.url ?? '');
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"type":"object"}');
    });
    const schema = {
      $schema: `${elsewhere.origin}/dialect`,
      $id: `${elsewhere.origin}/id`,
      type: 'object',
      properties: {
        a: { $ref: `${elsewhere.origin}/ref` },
        b: { $dynamicRef: `${elsewhere.origin}/dynamic` },
      },
    };
    const server = await start(
      scripted({
        tools: [{ name: 'x', inputSchema: schema, outputSchema: schema }],
        call: (_request, response, message) =>
          result(response, message, { ...META, content: [], structuredContent: { a: {}, b: {} } }),
      }),
    );
    const call = { tool: 'x', arguments: { a: {} } };
    const [session] = await converse(planFor(server.url, { protocol, calls: [call] }));
    expect(session?.error).toBeNull();
    expect(session?.tools).toHaveLength(1);
    expect(session?.calls[0]?.message).toContain('refers to another document');
    expect(visited).toStrictEqual([]);
    expect(session?.exchanges).toHaveLength(server.seen.length);
  });
});

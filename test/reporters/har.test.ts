import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import type { Har } from 'har-format';
import { describe, expect, it } from 'vitest';
import { createVault } from '../../src/http/index.ts';
import { har } from '../../src/reporters/har.ts';
import { MASK } from '../../src/secret.ts';
import type { Exchange, Report } from '../../src/types.ts';
import { post, useBench } from '../http/servers.ts';
import { verifyWorld } from '../support/verify-world.ts';
import { plain } from './failing.ts';
import { hostileReport } from './hostile-report.ts';
import { exchange, report, targetReport } from './report.ts';

const bench = useBench();

const load = createRequire(import.meta.url);
const schemas = load('har-schema') as Readonly<Record<string, object>>;
/** The words `optional`, `min` and `unique` of these schemas are no keywords of draft 6. */
const ajv = new Ajv({ strict: false });
ajv.addMetaSchema(load('ajv/dist/refs/json-schema-draft-06.json') as object);
formats.default(ajv);
for (const schema of Object.values(schemas)) ajv.addSchema(schema);

/** What is wrong with it by the schema of HAR 1.2; undefined: nothing. */
function problem(of: Report): string | undefined {
  return ajv.validate('har.json#', logOf(of)) ? undefined : ajv.errorsText();
}

const logOf = (of: Report): Har => JSON.parse(har.render(of, plain)) as Har;
const entriesOf = (exchanges: readonly Exchange[]) =>
  logOf(report([targetReport({ exchanges })])).log.entries;

describe('HAR', () => {
  it('has a page for each target and its exchanges, the earliest first', () => {
    const at = (second: number) => `2026-11-23T09:00:0${second}.000Z`;
    const one = targetReport({
      exchanges: [exchange(1, { startedAt: at(0) }), exchange(2, { startedAt: at(2) })],
    });
    const other = targetReport({ name: 'other', exchanges: [exchange(1, { startedAt: at(1) })] });
    const { log } = logOf(report([one, other]));
    expect(log.pages?.map(({ id, title }) => [id, title])).toEqual([
      ['page_1', 'calculator http://127.0.0.1:41234/mcp'],
      ['page_2', 'other http://127.0.0.1:41234/mcp'],
    ]);
    expect(log.entries.map(({ pageref, startedDateTime }) => [pageref, startedDateTime])).toEqual([
      ['page_1', at(0)],
      ['page_2', at(1)],
      ['page_1', at(2)],
    ]);
  });

  it('says what was not traced by leaving it empty', () => {
    expect(entriesOf([exchange(7, { contentType: 'application/json' })])).toMatchInlineSnapshot(`
      [
        {
          "_resourceType": "fetch",
          "cache": {},
          "comment": "exchange 7, check",
          "pageref": "page_1",
          "request": {
            "bodySize": -1,
            "cookies": [],
            "headers": [],
            "headersSize": -1,
            "httpVersion": "HTTP/1.1",
            "method": "POST",
            "queryString": [],
            "url": "http://127.0.0.1:41234/mcp",
          },
          "response": {
            "bodySize": -1,
            "content": {
              "mimeType": "application/json",
              "size": 0,
            },
            "cookies": [],
            "headers": [
              {
                "name": "content-type",
                "value": "application/json",
              },
            ],
            "headersSize": -1,
            "httpVersion": "HTTP/1.1",
            "redirectURL": "",
            "status": 401,
            "statusText": "",
          },
          "startedDateTime": "2026-11-23T09:00:00.000Z",
          "time": 3,
          "timings": {
            "receive": 0,
            "send": 0,
            "wait": 3,
          },
        },
      ]
    `);
  });

  it('says of an exchange without an answer why, as Chrome does', () => {
    const [entry] = entriesOf([exchange(1, { status: null, error: 'tcp.refused' })]);
    expect(entry?.response).toMatchObject({ status: 0, _error: 'tcp.refused' });
    expect(entry?.comment).toBe('exchange 1, check, ended by tcp.refused');
  });

  it('has the query by name, with masks where values were masked', () => {
    const url = `https://login.example/authorize?client_id=a%20b&state=${MASK}`;
    const [entry] = entriesOf([exchange(1, { url })]);
    expect(entry?.request.queryString).toEqual([
      { name: 'client_id', value: 'a b' },
      { name: 'state', value: MASK },
    ]);
    expect(problem(report([targetReport({ exchanges: [exchange(1, { url })] })]))).toBeUndefined();
  });

  it('has headers and bodies with tracing, and no secret in them', async () => {
    const vault = createVault();
    vault.keep('canary-client-secret');
    const server = await bench.http((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ access_token: 'canary-access-token', expires_in: 3600 }));
    });
    const http = bench.open(server.origin, { vault, trace: true });
    await http.send(
      post(`${server.origin}/token?code=canary-code`, {
        headers: [
          ['content-type', 'application/x-www-form-urlencoded'],
          ['authorization', 'Basic canary-basic'],
        ],
        body: 'grant_type=client_credentials&client_secret=canary-client-secret',
      }),
    );
    const traced = report([targetReport({ exchanges: http.exchanges })]);
    expect(har.render(traced, plain)).not.toContain('canary');
    expect(problem(traced)).toBeUndefined();
    const [entry] = logOf(traced).log.entries;
    expect(entry?.request.postData).toEqual({
      mimeType: 'application/x-www-form-urlencoded',
      text: `grant_type=client_credentials&client_secret=${MASK}`,
    });
    expect(entry?.request.headers).toContainEqual({ name: 'authorization', value: MASK });
    expect(entry?.response.content).toEqual({
      size: Buffer.byteLength(entry?.response.content.text ?? ''),
      mimeType: 'application/json',
      text: `{"access_token":"${MASK}","expires_in":3600}`,
    });
  });

  it.each([
    ['hostile text', hostileReport()],
    ['no target', report([])],
  ])('of %s is valid for its schema', (_name, of) => {
    expect(problem(of)).toBeUndefined();
  });

  it('of a real run is valid, and tells every exchange', { timeout: 120_000 }, async () => {
    const { report: real, close } = await verifyWorld({});
    await close();
    expect(problem(real)).toBeUndefined();
    expect(logOf(real).log.entries).toHaveLength(real.targets[0]?.exchanges.length ?? 0);
  });

  it('is refused by that schema when it is wrong', () => {
    const exchanges = [exchange(1, { startedAt: 'yesterday' })];
    expect(problem(report([targetReport({ exchanges })]))).toContain('startedDateTime');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversation, ToolPage } from '../../src/client/conversation.ts';
import { LIMITS } from '../../src/client/limits.ts';
import { type Found, listAllTools } from '../../src/client/list-tools.ts';
import { createResumption } from '../../src/client/resumption.ts';
import { SessionError } from '../../src/errors.ts';
import { RateLimitedError, retryAfter, retryingWhenBusy } from '../../src/flows/rate-limit.ts';
import { createVault } from '../../src/http/index.ts';
import type { Http, Tool } from '../../src/types.ts';
import { nasty, PATIENT, times } from './runs.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const CAP_MS = 30_000;

/** `Retry-After` as servers write it, and as no server should. */
const header = fc.oneof(
  fc.integer({ min: 0, max: 100 }).map(String),
  fc.bigInt({ min: 0n, max: 10n ** 30n }).map(String),
  fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  fc.constantFrom(
    '-5',
    '1.5',
    '1e9',
    '0x10',
    'soon',
    'Wed, 99 Foo 2026',
    '',
    ' 7 ',
    '٣',
    'Infinity',
    'NaN',
    '10, 20',
  ),
  nasty,
);

describe('how long a server makes us wait', () => {
  it('is a time that has not passed, or not legible', PATIENT, () => {
    fc.assert(
      fc.property(fc.option(header, { nil: undefined }), (value) => {
        const asked = retryAfter(value, NOW);
        if (asked === undefined) return;
        expect(Number.isFinite(asked)).toBe(true);
        expect(asked).toBeGreaterThanOrEqual(0);
        if (/^\d{1,15}$/.test(value?.trim() ?? '')) expect(asked).toBe(Number(value) * 1000);
      }),
      times(500),
    );
  });

  it('is never more than 30 s, and never more than twice', PATIENT, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(header, { minLength: 1, maxLength: 5 }), async (values) => {
        const waits: number[] = [];
        let attempts = 0;
        const attempt = async (): Promise<string> => {
          const value = values[attempts];
          attempts += 1;
          if (value === undefined) return 'token';
          throw new RateLimitedError('busy', retryAfter(value, NOW), {});
        };
        const wait = async (milliseconds: number): Promise<void> => {
          waits.push(milliseconds);
        };
        await retryingWhenBusy(attempt, wait).catch((error: unknown) => {
          if (!(error instanceof RateLimitedError)) throw error;
        });
        expect(attempts).toBe(waits.length + 1);
        expect(waits.length).toBeLessThanOrEqual(2);
        for (const one of waits) {
          expect(one).toBeGreaterThanOrEqual(0);
          expect(one).toBeLessThanOrEqual(CAP_MS);
        }
      }),
      times(300),
    );
  });

  it('for the rest of an answer is never longer than an exchange may take', PATIENT, () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, noNaN: true }),
        fc.integer({ min: 1, max: 600_000 }),
        nasty,
        (retryMs, timeoutMs, id) => {
          const resumption = createResumption({ http: silent, timeoutMs });
          const refused = resumption.expect(id, retryMs);
          expect(refused === undefined).toBe(retryMs <= Math.min(timeoutMs, CAP_MS));
          expect(resumption.isAwaited(id)).toBe(refused === undefined);
        },
      ),
      times(300),
    );
  });
});

describe('a list of tools', () => {
  const cursor = fc.oneof(fc.constantFrom('', 'a', 'b', 'c'), nasty, fc.constant('x'.repeat(100_000)));
  const page = fc.record({
    tools: fc.constantFrom(0, 1, 20, 400),
    nextCursor: fc.option(cursor, { nil: undefined }),
  });

  it(
    'is walked to its end or refused, after 64 pages and 10,000 tools at most, and no page is asked for twice',
    PATIENT,
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(page, { minLength: 1, maxLength: 90 }),
          fc.boolean(),
          async (pages, endless) => {
            const asked: (string | undefined)[] = [];
            const listPage = async (after?: string): Promise<ToolPage> => {
              const own = pages[asked.length % pages.length];
              asked.push(after);
              // A walk without an end must fail this test, not hang it.
              if (asked.length > 10 * LIMITS.pages) throw new Error('asked for ever');
              const nextCursor = endless ? `${own?.nextCursor ?? ''}${asked.length}` : own?.nextCursor;
              return { tools: toolsOf(own?.tools ?? 0), nextCursor };
            };
            const found: Found = { tools: [], dropped: [] };
            const error: unknown = await listAllTools(conversation(listPage), found).catch(
              (cause: unknown) => cause,
            );
            expect(asked.length).toBeLessThanOrEqual(LIMITS.pages);
            expect(found.tools.length).toBeLessThanOrEqual(LIMITS.tools);
            expect(new Set(asked).size).toBe(asked.length);
            if (error === undefined) return;
            if (!(error instanceof SessionError)) throw error;
            expect(error.code).toMatch(/^limit\.(?:pages|tools)$/);
          },
        ),
        times(60),
      );
    },
  );

  it('keeps what came before a page that breaks a rule', PATIENT, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 20 }),
        fc.constantFrom('name', 'description', 'depth'),
        async (before, how) => {
          const bad: Readonly<Record<string, Tool>> = {
            name: { name: 'x'.repeat(257), inputSchema: {} },
            description: { name: 'x', description: 'x'.repeat(65_537), inputSchema: {} },
            depth: { name: 'x', inputSchema: nested(65) },
          };
          const found: Found = { tools: [], dropped: [] };
          const first = { tools: [...toolsOf(before), ...(bad[how] === undefined ? [] : [bad[how]])] };
          const walked = listAllTools(
            conversation(async () => first),
            found,
          );
          await expect(walked).rejects.toMatchObject({ code: /^limit\./ });
          expect(found.tools).toHaveLength(before);
        },
      ),
      times(60),
    );
  });
});

const silent: Http = {
  vault: createVault(),
  send: () => Promise.reject(new Error('nothing is sent')),
  fetch: () => () => Promise.reject(new Error('nothing is sent')),
  exchanges: [],
  takeError: () => undefined,
};

function conversation(listPage: Conversation['listPage']): Conversation {
  const unasked = (): never => {
    throw new Error('not asked for');
  };
  return {
    era: 'legacy',
    protocol: '2025-11-25',
    server: () => null,
    stateful: () => false,
    greet: unasked,
    listPage,
    callTool: unasked,
    refusal: () => undefined,
    close: async () => undefined,
  };
}

function toolsOf(count: number): readonly Tool[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `tool_${index}`,
    inputSchema: { type: 'object' },
  }));
}

function nested(depth: number): Record<string, unknown> {
  let value: Record<string, unknown> = {};
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
}

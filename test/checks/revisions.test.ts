import { expect, test } from 'vitest';
import { appliesTo } from '../../src/checks/revisions.ts';
import type { Evidence, ProtocolChoice, Revision } from '../../src/types.ts';

function evidenceOf(legacy: boolean | null, modern: boolean | null, agreed?: string): Evidence {
  const sessions = agreed === undefined ? [] : [{ era: 'legacy', protocol: agreed, error: null }];
  return {
    eras: { legacy, modern },
    flows: [{ sessions }],
    target: { protocol: 'auto' satisfies ProtocolChoice },
  } as unknown as Evidence;
}

const since = (revision: Revision) => ({ revisions: { since: revision } });

test('a rule of 2026-07-28 is none for a server that speaks only the handshake', () => {
  expect(appliesTo(since('2026-07-28'), evidenceOf(true, false))).toBe(false);
  expect(appliesTo(since('2026-07-28'), evidenceOf(true, null))).toBe(true);
});

test('the revision that a session agreed on counts', () => {
  expect(appliesTo(since('2025-11-25'), evidenceOf(true, false, '2025-06-18'))).toBe(false);
  expect(appliesTo(since('2025-11-25'), evidenceOf(true, false, '2025-11-25'))).toBe(true);
  expect(appliesTo({ revisions: { until: '2025-06-18' } }, evidenceOf(true, true, '2025-06-18'))).toBe(true);
  expect(appliesTo({ revisions: { until: '2025-06-18' } }, evidenceOf(true, true))).toBe(false);
});

test('asked for one era, the other does not count', () => {
  const rule = { ...since('2026-07-28'), only: 'legacy' } as const;
  expect(appliesTo(rule, evidenceOf(true, true))).toBe(false);
  expect(appliesTo({ ...rule, only: 'modern' }, evidenceOf(true, true))).toBe(true);
});

test('a rule without revisions always applies', () => {
  expect(appliesTo({}, evidenceOf(false, false))).toBe(true);
});

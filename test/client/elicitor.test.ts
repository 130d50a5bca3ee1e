import { describe, expect, it } from 'vitest';
import { createElicitor } from '../../src/client/elicitor.ts';
import { createVault } from '../../src/http/index.ts';

const PAGE = { mode: 'url', message: 'Please agree', url: 'https://grants.example.com' };

describe('a server that asks for ever', () => {
  it('gets fifty answers in a session, and then an error', () => {
    const elicitor = createElicitor(createVault(), {});
    for (let count = 0; count < 50; count += 1)
      expect(elicitor.answer(count % 2 === 0 ? PAGE : {})).toEqual({ action: 'decline' });
    expect(() => elicitor.answer({})).toThrow('More questions than are answered in one session.');
    expect(() => elicitor.answer(PAGE)).toThrow('More questions');
    expect(elicitor.seen).toHaveLength(50);
  });

  it('has no more than fifty pages kept', () => {
    const elicitor = createElicitor(createVault(), {});
    elicitor.urlsRequired({ elicitations: Array.from({ length: 1_000 }, () => PAGE) });
    expect(elicitor.seen).toHaveLength(50);
  });

  it.each([undefined, null, 7, 'text', [], { elicitations: 7 }, { elicitations: [null, 7, { url: 1 }] }])(
    'asks for nothing by %j',
    (data) => {
      const elicitor = createElicitor(createVault(), {});
      elicitor.urlsRequired(data);
      expect(elicitor.seen).toEqual([]);
    },
  );

  it('has its long texts clipped, and no secret in them', () => {
    const vault = createVault();
    vault.keep('a-secret-of-this-run');
    const elicitor = createElicitor(vault, {});
    const url = `https://x.example.com/?t=a-secret-of-this-run&${'y'.repeat(5_000)}`;
    elicitor.answer({ ...PAGE, message: `a-secret-of-this-run ${'x'.repeat(5_000)}`, url });
    const [seen] = elicitor.seen;
    expect(JSON.stringify(seen)).not.toContain('a-secret-of-this-run');
    expect([seen?.message.length, seen?.url?.length]).toEqual([500, 2_000]);
  });
});

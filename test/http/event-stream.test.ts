import { describe, expect, it } from 'vitest';
import { EventStreamMeter } from '../../src/http/event-stream.ts';
import { LIMITS } from '../../src/http/limits.ts';

const meter = (limits: Partial<typeof LIMITS>) => new EventStreamMeter({ ...LIMITS, ...limits }, 'a.example');

/** Feeds the text in pieces of a few bytes, as a network would; the message that ends it, if one does. */
function feed(limits: Partial<typeof LIMITS>, text: string): string | undefined {
  const own = meter(limits);
  try {
    for (const piece of text.match(/[\s\S]{1,7}/g) ?? []) own.feed(Buffer.from(piece));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('an event stream is cut off for its own reason', () => {
  const event = `data: ${'x'.repeat(50)}\n\n`;

  it('one event, however many lines it has', () => {
    expect(feed({ eventBytes: 100 }, 'data: x\n'.repeat(20))).toContain('100 bytes in one event');
    expect(feed({ eventBytes: 100 }, `data: ${'x'.repeat(100)}`)).toContain('100 bytes in one event');
    expect(feed({ eventBytes: 100 }, event.repeat(20))).toBeUndefined();
  });

  it('the number of events', () => {
    expect(feed({ events: 10 }, event.repeat(10))).toBeUndefined();
    expect(feed({ events: 10 }, event.repeat(11))).toContain('10 events in one stream');
  });

  it('the whole stream, also where it has no events', () => {
    expect(feed({ eventStreamBytes: 500 }, '\n'.repeat(501))).toContain('500 bytes in one stream');
    expect(feed({ eventStreamBytes: 500 }, event.repeat(5))).toBeUndefined();
  });
});

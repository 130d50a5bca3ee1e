import { describe, expect, test, vi } from 'vitest';
import { WireBody } from '../../src/http/wire-body.ts';

const opened = () => {
  const controller = { resume: vi.fn(), abort: vi.fn() };
  const body = new WireBody(controller as unknown as ConstructorParameters<typeof WireBody>[0]);
  return { controller, body };
};

const bytes = (length: number): Uint8Array => new Uint8Array(length);

const lengths = async (body: WireBody): Promise<readonly number[]> => {
  const read: number[] = [];
  for await (const chunk of body) read.push(chunk.length);
  return read;
};

describe('a body', () => {
  test('is read as it comes, before and after the reader asks', async () => {
    const { body, controller } = opened();
    body.push(bytes(1));
    const reading = lengths(body);
    await Promise.resolve();
    body.push(bytes(2));
    body.push(bytes(3));
    body.end();
    await expect(reading).resolves.toEqual([1, 5]);
    expect(controller.abort).not.toHaveBeenCalled();
  });

  test('holds the sender back while the reader is behind', async () => {
    const { body, controller } = opened();
    expect(body.push(bytes(1_000))).toBe(true);
    expect(body.push(bytes(64 * 1_024))).toBe(false);
    expect(controller.resume).not.toHaveBeenCalled();
    await body.next();
    expect(controller.resume).toHaveBeenCalledOnce();
  });

  test('that comes in single bytes is read in larger pieces, whole and in order', async () => {
    const { body } = opened();
    const text = 'x'.repeat(999).concat('y');
    for (const letter of text) body.push(Buffer.from(letter));
    body.end();
    const pieces: Uint8Array[] = [];
    for await (const piece of body) pieces.push(piece);
    expect(pieces.map((piece) => Buffer.from(piece).toString())).toEqual([text]);
  });

  test('that breaks off is an error at once, with what was not read lost', async () => {
    const { body, controller } = opened();
    body.push(bytes(1));
    body.fail(new Error('reset'));
    await expect(body.next()).rejects.toThrow('reset');
    expect(controller.abort).not.toHaveBeenCalled();
  });

  test('closes the connection when its reader goes, or is told to', async () => {
    const left = opened();
    left.body.push(bytes(1));
    for await (const _ of left.body) break;
    expect(left.controller.abort).toHaveBeenCalledOnce();
    const told = opened();
    const reading = told.body.next();
    told.body.abort(new Error('too late'));
    await expect(reading).rejects.toThrow('too late');
    expect(told.controller.abort).toHaveBeenCalledOnce();
  });

  test('that is whole leaves the connection to the next request', async () => {
    const { body, controller } = opened();
    body.push(bytes(1));
    body.end();
    body.abort(new Error('over'));
    await expect(lengths(body)).resolves.toEqual([1]);
    expect(controller.abort).not.toHaveBeenCalled();
  });
});

import { quote } from '../text/quote.ts';
import type { ToolAnswer } from './conversation.ts';
import { excess } from './limits.ts';
import { sameJson } from './same-json.ts';

/**
 * What a tool's answer says: the structured content's `result` member, else the structured content, else
 * the text parsed as JSON, else the text; null when there is neither.
 */
export function resultOf(answer: ToolAnswer): unknown {
  const structured = answer.structuredContent;
  if (structured !== undefined) return hasResult(structured) ? structured.result : structured;
  const text = textOf(answer);
  return text === null ? null : (parsed(text)?.value ?? text);
}

/** Whether the answer is what was expected, by any of the readings that {@link resultOf} knows. */
export function meets(answer: ToolAnswer, expected: unknown): boolean {
  const structured = answer.structuredContent;
  if (structured !== undefined) {
    if (sameJson(structured, expected)) return true;
    return hasResult(structured) && sameJson(structured.result, expected);
  }
  const text = textOf(answer);
  if (text === null) return false;
  const json = parsed(text);
  return (json !== null && sameJson(json.value, expected)) || text === expected;
}

/** Why the answer fails, in plain words; undefined when it does not. `expected` absent: it must only succeed. */
export function disappointment(
  answer: ToolAnswer,
  expectation: { readonly result?: unknown },
): string | undefined {
  if (answer.isError) return `the tool answered with an error: ${quote(textOf(answer) ?? 'no text', 500)}`;
  if (!Object.hasOwn(expectation, 'result') || expectation.result === undefined) return undefined;
  if (meets(answer, expectation.result)) return undefined;
  return `expected ${shown(expectation.result)}, got ${shown(resultOf(answer))}`;
}

/** All text blocks, one per line; null when there is none. */
export function textOf(answer: ToolAnswer): string | null {
  const lines = answer.content.flatMap((block) =>
    typeof block === 'object' && block !== null && 'text' in block && typeof block.text === 'string'
      ? [block.text]
      : [],
  );
  return lines.length === 0 ? null : lines.join('\n');
}

function hasResult(value: unknown): value is { readonly result: unknown } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'result');
}

function parsed(text: string): { readonly value: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return excess(value) === undefined ? { value } : null;
  } catch {
    return null;
  }
}

function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return typeof value === 'string' ? quote(value) : quote(json).slice(1, -1);
}

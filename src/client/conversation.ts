import type { Era, Session, Tool } from '../types.ts';
import type { Refusal } from './refusal.ts';

/** What a tool answered, whole. */
export interface ToolAnswer {
  readonly content: readonly unknown[];
  readonly structuredContent?: unknown;
  readonly isError: boolean;
}

export interface ToolPage {
  readonly tools: readonly Tool[];
  readonly nextCursor?: string | undefined;
}

/** A connected SDK client, whichever SDK it is. Everything throws SessionError or NetworkError. */
export interface Conversation {
  readonly era: Era;
  /** The negotiated revision. */
  readonly protocol: string;
  readonly server: () => Session['server'];
  readonly stateful: () => boolean;
  /** Asks something that needs no tool, so that `connect` proves an answer. */
  readonly greet: () => Promise<void>;
  readonly listPage: (cursor?: string) => Promise<ToolPage>;
  readonly callTool: (tool: Tool, args: Readonly<Record<string, unknown>>) => Promise<ToolAnswer>;
  /** What the last request was refused with, if it was: tells the era. */
  readonly refusal: () => Refusal | undefined;
  /** Ends the session on the server (DELETE, where one was issued) and aborts what is still open. Never throws. */
  readonly close: () => Promise<void>;
}

import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Call, ResourceContext, State, ToolParts } from './parts.ts';

/** The calculator's tools, notes that belong to who opened them, and `confirm`, which asks back. */
export function correctTools(context: ResourceContext): ToolParts {
  const sealOf = (payload: string): Buffer => createHmac('sha256', context.sealKey).update(payload).digest();
  return {
    listedTools: (_caller, { era }: Call) => (era === 'modern' ? [...TOOLS, CONFIRM] : TOOLS),
    runTool: (name, input, caller) => {
      if (name === 'get_me') {
        return { sub: caller.sub, clientId: caller.clientId, scopes: caller.permissions };
      }
      const { a, b } = input;
      if (typeof a !== 'number' || typeof b !== 'number') throw new Error('a and b must be numbers');
      return { result: name === 'add' ? a + b : a - b };
    },
    newHandle: () => randomUUID(),
    ownsNote: ({ owner }, { principal }) => owner.principal === principal,

    sealState: (state) => {
      const payload = Buffer.from(JSON.stringify(state)).toString('base64url');
      return `${payload}.${sealOf(payload).toString('base64url')}`;
    },
    unsealState: (sealed) => {
      const [payload = '', seal = '', ...more] = sealed.split('.');
      const [good, given] = [sealOf(payload).toString('base64url'), seal].map((text) => Buffer.from(text));
      if (more.length > 0 || good === undefined || given === undefined) return undefined;
      if (good.length !== given.length || !timingSafeEqual(good, given)) return undefined;
      return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as State;
    },
    isStateFresh: ({ expires }, now) => now < expires,
    isStateOfCaller: (state, { principal }) => state.principal === principal,
    isStateOfCall: (state, tool, input) => state.tool === tool && state.arguments === canonical(input),
  };
}

/** The arguments as text that does not depend on the order of members. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

const operands = object({ a: { type: 'number' }, b: { type: 'number' } });
const outcome = object({ result: { type: 'number' } });
const handle = object({ handle: { type: 'string' } });

const TOOLS: readonly object[] = [
  {
    name: 'get_me',
    description: 'Tells who calls',
    inputSchema: { type: 'object', properties: {} },
    outputSchema: object({
      sub: { type: 'string' },
      clientId: { type: 'string' },
      scopes: { type: 'array', items: { type: 'string' } },
    }),
  },
  { name: 'add', description: 'a + b', inputSchema: operands, outputSchema: outcome },
  { name: 'subtract', description: 'a - b', inputSchema: operands, outputSchema: outcome },
  {
    name: 'open_note',
    description: 'Keeps a text and returns a handle to it',
    inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
    outputSchema: handle,
  },
  {
    name: 'read_note',
    description: 'Reads the text behind a handle',
    inputSchema: handle,
    outputSchema: object({ text: { type: 'string' } }),
  },
];

const CONFIRM = {
  name: 'confirm',
  description: 'Asks for a confirmation before it answers',
  inputSchema: { type: 'object', properties: { action: { type: 'string' } } },
};

function object(properties: Readonly<Record<string, object>>): object {
  return { type: 'object', properties, required: Object.keys(properties) };
}

export { parseArguments, parseCall } from './call-expression.ts';
export type { ToolAnswer } from './conversation.ts';
export { converse } from './converse.ts';
export { disappointment, meets, resultOf, textOf } from './expect.ts';
export { createProbe } from './probe.ts';
export { createSchemaValidator, type SchemaValidator } from './schema-validator.ts';
export type { SessionPlan } from './session-plan.ts';
export { callTool, type Listing, listTools, type ToolOutcome } from './with-session.ts';

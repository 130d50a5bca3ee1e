/** Sections that several checks rest on, in the words reports use. */
export const TOKEN_HANDLING = [
  'MCP 2026-07-28 authorization, Token Handling',
  'MCP 2025-11-25 authorization, Token Handling',
] as const;

export const ERROR_HANDLING = [
  'MCP 2026-07-28 authorization, Error Handling',
  'MCP 2025-11-25 authorization, Error Handling',
] as const;

export const SERVER_DISCOVERY = [
  'MCP 2026-07-28 authorization, Authorization Server Discovery',
  'MCP 2025-11-25 authorization',
] as const;

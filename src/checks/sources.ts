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

export const SCOPE_SELECTION = [
  'MCP 2026-07-28 authorization, Scope Selection Strategy',
  'MCP 2025-11-25 authorization, Scope Selection Strategy',
] as const;

export const REFRESH_TOKENS = ['MCP 2026-07-28 authorization, Refresh Tokens'] as const;

export const SCOPE_CHALLENGES = [
  'MCP 2026-07-28 authorization, Scope Challenge Handling',
  'MCP 2025-11-25 authorization, Scope Challenge Handling',
] as const;

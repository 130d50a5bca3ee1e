/** Sections that the checks of this group rest on. */
export const ORIGIN_RULE = [
  'MCP 2026-07-28 Streamable HTTP, Security & Endpoint',
  'MCP 2025-11-25 transports, Security Warning',
] as const;

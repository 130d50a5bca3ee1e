import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

export interface Python {
  readonly executable: string;
  /** The version of FastMCP that it has. */
  readonly fastmcp: string;
}

const VERSION = 'from importlib.metadata import version; print(version("fastmcp"))';
const PER_TOOL_PERMISSIONS_SINCE = 3;

/**
 * The Pythons to try: those that MCP_AUTHCHECK_PYTHON names, separated as in PATH, else `python3` if it has
 * FastMCP 3 or newer, else none. Throws when a Python was named and has no such FastMCP.
 */
export async function pythonsWithFastmcp(environment = process.env): Promise<readonly Python[]> {
  const named = (environment.MCP_AUTHCHECK_PYTHON ?? '').split(path.delimiter).filter((name) => name !== '');
  if (named.length > 0) return Promise.all(named.map(python));
  return python('python3').then(
    (found) => [found],
    () => [],
  );
}

async function python(executable: string): Promise<Python> {
  const { stdout } = await promisify(execFile)(executable, ['-c', VERSION], { timeout: 30_000 });
  const fastmcp = stdout.trim();
  if (Number.parseInt(fastmcp, 10) >= PER_TOOL_PERMISSIONS_SINCE) return { executable, fastmcp };
  throw new Error(`${executable} has FastMCP ${fastmcp}, which knows no permission per tool`);
}

import path from 'node:path';

/**
 * Where refresh tokens are kept by convention: `$XDG_STATE_HOME`, else the platform's folder for such files.
 * A relative `XDG_STATE_HOME` is ignored (XDG Base Directory Specification), and so is a relative home: tokens would
 * lie in whatever folder the program was started in. undefined: there is no such place.
 */
export function tokenStoreDirectory(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string | undefined,
): string | undefined {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const { XDG_STATE_HOME, LOCALAPPDATA } = environment;
  if (XDG_STATE_HOME !== undefined && paths.isAbsolute(XDG_STATE_HOME))
    return paths.join(XDG_STATE_HOME, 'mcp-authcheck');
  if (platform === 'win32' && LOCALAPPDATA) return paths.join(LOCALAPPDATA, 'mcp-authcheck');
  if (home === undefined || !paths.isAbsolute(home)) return undefined;
  if (platform === 'win32') return paths.join(home, 'AppData', 'Local', 'mcp-authcheck');
  if (platform === 'darwin') return paths.join(home, 'Library', 'Application Support', 'mcp-authcheck');
  return paths.join(home, '.local', 'state', 'mcp-authcheck');
}

import { spawn } from 'node:child_process';
import { UsageError } from '../errors.ts';
import { isSecure } from './endpoint-policy.ts';

const LONGEST_URL = 8192;

export interface BrowserOptions {
  /** Program that gets the URL as its one argument; default: the system's. */
  readonly command?: string;
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Opens a URL in the person's browser, without a shell and without our secrets in its environment. Resolves
 * false when there is no such program.
 * @throws UsageError `usage.url` for a URL that no browser should be given: only https, or http on loopback
 */
export async function openBrowser(url: string, options: BrowserOptions): Promise<boolean> {
  const href = browsable(url);
  const [file, ...before] = opener(options);
  const child = spawn(file, [...before, href], {
    shell: false,
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
    env: minimal(options.environment),
  });
  return await new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

function browsable(url: string): string {
  const clean = url.length <= LONGEST_URL && !/[\p{Cc}\p{Cf}\s"'`<>|^\\]/u.test(url) && URL.canParse(url);
  const parsed = clean ? new URL(url) : undefined;
  if (parsed !== undefined && isSecure(parsed) && parsed.username === '' && parsed.password === '') {
    return parsed.href;
  }
  throw new UsageError('usage.url', 'This URL is not one to open in a browser.', {
    hint: 'Only https, or http on loopback, without control characters and up to 8 KiB.',
  });
}

// No cmd and no PowerShell: both read an ampersand as the end of a command.
function opener({ command, platform }: BrowserOptions): readonly [string, ...string[]] {
  if (command !== undefined) return [command];
  if (platform === 'darwin') return ['/usr/bin/open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return ['xdg-open'];
}

// What a browser needs to find its display, its profile and its files; everything else stays here.
const PASSED_ON = new Set(
  `PATH HOME USER LOGNAME SHELL LANG LC_ALL TMPDIR DISPLAY WAYLAND_DISPLAY XAUTHORITY DESKTOP_SESSION
   DBUS_SESSION_BUS_ADDRESS XDG_CURRENT_DESKTOP XDG_SESSION_TYPE XDG_RUNTIME_DIR XDG_CONFIG_HOME XDG_DATA_HOME
   XDG_DATA_DIRS XDG_CONFIG_DIRS SYSTEMROOT WINDIR SYSTEMDRIVE TEMP TMP APPDATA LOCALAPPDATA USERPROFILE
   PROGRAMFILES PROGRAMDATA HOMEDRIVE HOMEPATH PATHEXT WSL_DISTRO_NAME WSL_INTEROP`.split(/\s+/),
);

function minimal(environment: BrowserOptions['environment']): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => PASSED_ON.has(name.toUpperCase())),
  );
}

import { UsageError } from '../errors.ts';
import { quote } from '../text/quote.ts';
import { suggest } from './config/names.ts';
import type { Io } from './io.ts';
import type { SetupOptions } from './setup/options.ts';
import { portal } from './setup/portal.ts';
import { readSetup } from './setup/read-setup.ts';
import { script } from './setup/script.ts';
import type { SetupFlags } from './setup.ts';

const FORMATS: Readonly<Record<string, (options: SetupOptions) => string>> = {
  shell: script,
  markdown: portal,
};

/** Prints the recipe; nothing is sent anywhere. @throws UsageError for everything that is wrong with the flags */
export function setup(io: Io, flags: SetupFlags, provider: string): number {
  if (provider !== 'entra') {
    throw new UsageError('usage.provider_unknown', `There is no recipe for ${quote(provider)}.`, {
      hint: 'Only entra is known: mcp-authcheck setup entra. docs/clients.md says what other providers need.',
    });
  }
  const render = Object.hasOwn(FORMATS, flags.format) ? FORMATS[flags.format] : undefined;
  if (render === undefined) {
    throw new UsageError('usage.format_unknown', `There is no format ${quote(flags.format)} here.`, {
      hint: suggest(flags.format, Object.keys(FORMATS)),
    });
  }
  io.out(render(readSetup(flags)));
  return 0;
}

import { openBrowser } from '../flows/browser.ts';
import type { Person } from '../flows/flow.ts';
import { breakCommands } from '../reporters/escape.ts';
import type { Io } from './io.ts';

/** The person at this terminal. The URL is always printed, because no program may be there to open it. */
export function personAt(io: Io, browser: string | false | undefined): Person {
  return {
    present: io.personPresent || browser !== undefined,
    open: async (url) => {
      io.err('Sign in at:\n');
      io.showUrl(url);
      if (browser === false) return false;
      const command = browser ?? io.environment.BROWSER;
      return openBrowser(url, {
        ...(command === undefined || command === '' ? {} : { command }),
        platform: process.platform,
        environment: io.environment,
      });
    },
    tell: (message) => io.err(`${breakCommands(message)}\n`),
  };
}

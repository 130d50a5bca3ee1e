import type { NodeSystemOptions } from '@azure/msal-node';

/** System settings of every msal-node application: its log quotes requests and is dropped. */
export function msalSystem(): NodeSystemOptions {
  return {
    disableInternalRetries: true,
    loggerOptions: { loggerCallback: () => {}, piiLoggingEnabled: false },
  };
}

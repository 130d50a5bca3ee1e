/** The parts of undici this room loads: its own fetch, WebSocket and cache cost start-up time and are not used. */
declare module 'undici/lib/dispatcher/agent.js' {
  import { Agent } from 'undici';
  export default Agent;
}

declare module 'undici/lib/web/fetch/headers.js' {
  import type { Headers } from 'undici';

  const exports: { readonly Headers: typeof Headers };
  export default exports;
}

declare module 'undici/lib/web/fetch/response.js' {
  import type { Response } from 'undici';

  const exports: { readonly Response: typeof Response };
  export default exports;
}

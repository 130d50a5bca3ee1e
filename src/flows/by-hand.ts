import type { FlowContext } from './flow.ts';

/** What to do where a client cannot be had on request: one sentence, for a hint. */
export function byHand({ profile }: FlowContext): string {
  const { host, path } = profile.loopback;
  return `Register a client by hand at the authorization server (native or public application, redirect URI http://${host}${path}) and give its id: --client-id.`;
}

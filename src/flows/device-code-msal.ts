import { setTimeout as sleep } from 'node:timers/promises';
import { TokenError, UsageError } from '../errors.ts';
import type { HttpResponse, TokenSet } from '../types.ts';
import { codeNotEntered, type DeviceRequest, pollInterval, tellCode } from './device-code.ts';
import { type Grant, tokensBy } from './grant.ts';
import { msalConfiguration, requireNoFurther } from './msal.ts';
import type { Hooks } from './msal-network.ts';
import { acceptedBody } from './token-answer.ts';

/** The device grant by msal-node: public clients only, and it sends neither `resource` nor further parameters. */
export async function deviceCodeByMsal(grant: Grant, request: DeviceRequest): Promise<TokenSet> {
  const { context, client } = grant;
  if (client.credential !== undefined) {
    throw new UsageError('config.credential', 'msal-node does the device grant for public clients only.', {
      target: context.target.name,
      hint: 'Leave the credential out, or use --library openid-client.',
    });
  }
  requireNoFurther(grant, request.further);
  const { PublicClientApplication } = await import('@azure/msal-node');
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const signal = context.signal === undefined ? timeout : AbortSignal.any([timeout, context.signal]);
  const pace = pacedPolls(grant, signal);
  const application = new PublicClientApplication(await msalConfiguration(grant, pace.hooks));
  return await tokensBy('msal', grant, async () => {
    try {
      const result = await application.acquireTokenByDeviceCode({
        scopes: [...request.scopes],
        deviceCodeCallback: (device) => {
          // The waiting is ours: msal-node's own cannot be cut short.
          device.interval = 0;
          tellCode(context, device.verificationUri, device.userCode);
        },
      });
      return result?.accessToken;
    } catch (error) {
      if (timeout.aborted) throw codeNotEntered(request);
      if (signal.aborted) throw new TokenError('run.aborted', 'The wait for the person was ended.');
      throw pace.failure() ?? error;
    }
  });
}

/**
 * Waits before each poll and slows down when asked to (RFC 8628 §3.5), neither of which msal-node does well:
 * without an interval it polls without pause, and it takes a refused device authorization for an answer.
 */
function pacedPolls(grant: Grant, signal: AbortSignal): { hooks: Hooks; failure: () => unknown } {
  let interval: number | undefined;
  let failure: unknown;
  const started = (answer: HttpResponse): HttpResponse => {
    try {
      const members = acceptedBody(answer, grant.context.http.vault);
      if (typeof members.device_code !== 'string') throw noDeviceCode(grant);
      interval = pollInterval(members.interval);
      return answer;
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  const polled = (answer: HttpResponse): HttpResponse => {
    if (answer.status !== 400 || !/"error"\s*:\s*"slow_down"/.test(answer.body)) return answer;
    interval = (interval ?? 5) + 5;
    return { ...answer, body: '{"error":"authorization_pending"}' };
  };
  const hooks: Hooks = {
    before: async () => {
      if (interval !== undefined) await sleep(interval * 1000, undefined, { signal });
    },
    after: (answer) => (interval === undefined ? started(answer) : polled(answer)),
  };
  return { hooks, failure: () => failure };
}

function noDeviceCode({ context }: Grant): TokenError {
  return new TokenError('token.invalid', 'The device authorization answer has no device_code.', {
    target: context.target.name,
    phase: 'authorization',
  });
}

import { TokenError } from '../errors.ts';
import type { TokenSet } from '../types.ts';
import { codeNotEntered, type DeviceRequest, pollInterval, tellCode } from './device-code.ts';
import { type Grant, tokensBy } from './grant.ts';
import { openidClient } from './openid-client.ts';

/** The device grant by openid-client, which slows down when the server asks for it. */
export async function deviceCodeByOpenidClient(grant: Grant, request: DeviceRequest): Promise<TokenSet> {
  const { library, configuration, options } = await openidClient(grant);
  const { context } = grant;
  const parameters = {
    ...request.further,
    ...(request.resource === undefined ? {} : { resource: request.resource }),
  };
  return await tokensBy('openid-client', grant, async () => {
    const device = await library.initiateDeviceAuthorization(configuration, {
      ...parameters,
      ...(request.scopes.length === 0 ? {} : { scope: request.scopes.join(' ') }),
    });
    tellCode(context, device.verification_uri, device.user_code);
    const polled = { ...device, interval: pollInterval(device.interval) };
    const timeout = AbortSignal.timeout(Math.min(request.timeoutMs, device.expires_in * 1000));
    const signal = context.signal === undefined ? timeout : AbortSignal.any([timeout, context.signal]);
    try {
      const polling = library.pollDeviceAuthorizationGrant(configuration, polled, parameters, {
        ...options,
        signal,
      });
      const answer = await Promise.race([polling, aborted(signal)]);
      return answer.access_token;
    } catch (error) {
      throw timeout.aborted ? codeNotEntered(request) : error;
    }
  });
}

// openid-client looks at the signal only when the interval is over.
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(new TokenError('run.aborted', 'The wait for the person was ended.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}

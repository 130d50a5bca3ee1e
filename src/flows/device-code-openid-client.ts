import { setTimeout as sleep } from 'node:timers/promises';
import { TokenError } from '../errors.ts';
import type { TokenSet } from '../types.ts';
import { codeNotEntered, type DeviceRequest, pollInterval, tellCode } from './device-code.ts';
import { type Grant, tokensBy } from './grant.ts';
import { jsonObject } from './json-object.ts';
import { openidClient } from './openid-client.ts';
import { acceptedBody } from './token-answer.ts';
import type { Wire } from './wire.ts';

/** The device grant by openid-client; the waiting between two polls is ours. */
export async function deviceCodeByOpenidClient(grant: Grant, request: DeviceRequest): Promise<TokenSet> {
  const over = new AbortController();
  const wire = pacedPolls(grant.wire, over.signal);
  const { library, configuration, options } = await openidClient({ ...grant, wire });
  const { context } = grant;
  const parameters = {
    ...request.further,
    ...(request.resource === undefined ? {} : { resource: request.resource }),
  };
  return await tokensBy('openid-client', grant, async () => {
    const device = await library
      .initiateDeviceAuthorization(configuration, {
        ...parameters,
        ...(request.scopes.length === 0 ? {} : { scope: request.scopes.join(' ') }),
      })
      .catch((error: unknown) => {
        throw notStarted(grant) ?? error;
      });
    tellCode(context, device.verification_uri, device.user_code);
    const timeoutMs = Math.min(request.timeoutMs, Math.ceil(device.expires_in * 1000));
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = context.signal === undefined ? timeout : AbortSignal.any([timeout, context.signal]);
    try {
      const polling = library.pollDeviceAuthorizationGrant(configuration, device, parameters, {
        ...options,
        signal,
      });
      const answer = await Promise.race([polling, aborted(signal)]);
      return answer.access_token;
    } catch (error) {
      throw timeout.aborted ? codeNotEntered({ ...request, timeoutMs }) : error;
    } finally {
      over.abort();
    }
  });
}

/** Seconds; the library wants a positive number, and has nothing left to wait for. */
const AT_ONCE = 0.001;

/**
 * Waits before each poll and slows down when asked to (RFC 8628 §3.5). The library's own waiting goes on for
 * seconds after it was cut short, and it takes no interval but a positive number.
 */
function pacedPolls(wire: Wire, signal: AbortSignal): Wire {
  let interval: number | undefined;
  return {
    ...wire,
    send: async (request) => {
      if (interval !== undefined) await sleep(interval * 1000, undefined, { signal });
      const answer = await wire.send(request);
      const members = jsonObject(answer.body);
      if (interval === undefined) {
        if (typeof members?.device_code !== 'string') return answer;
        interval = pollInterval(members.interval);
        return { ...answer, body: JSON.stringify({ ...members, interval: AT_ONCE }) };
      }
      if (answer.status !== 400 || members?.error !== 'slow_down') return answer;
      interval += 5;
      return { ...answer, body: '{"error":"authorization_pending"}' };
    },
  };
}

/**
 * What is wrong with an answer that the library did not take; undefined: there is none.
 * @throws TokenError when the server refused
 */
function notStarted({ context, wire }: Grant): TokenError | undefined {
  const answer = wire.answers.at(-1);
  if (answer === undefined || wire.failure() !== undefined) return undefined;
  acceptedBody(answer, context.http.vault);
  return new TokenError(
    'token.invalid',
    'The device authorization answer lacks something or has it in another type: device_code, user_code and verification_uri are text, expires_in is a number.',
    {
      target: context.target.name,
      phase: 'authorization',
      exchanges: [answer.exchange],
      hint: 'The authorization server must answer as RFC 8628 §3.2 says.',
    },
  );
}

// Whoever polls may be in the middle of an exchange.
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(new TokenError('run.aborted', 'The wait for the person was ended.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}

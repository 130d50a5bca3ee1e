import { subscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import type { HeaderList } from '../types.ts';
import { WireBody } from './wire-body.ts';

export interface WireRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: HeaderList;
  readonly body: string | undefined;
}

/** A response as it comes off the wire: header lines in order, body still encoded. */
export interface WireResponse {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface WireHooks {
  /** The request is being written. */
  readonly onSent: () => void;
  /** The connection that carries it. */
  readonly onSocket: (socket: Socket) => void;
  /** A 1xx response came; more will follow. */
  readonly onInformed: () => void;
}

export interface Wire {
  readonly response: Promise<WireResponse>;
  /** Ends the exchange and closes its socket. */
  readonly abort: (reason: Error) => void;
}

/** Sends one request over an undici dispatcher, never repeating it. Bodies are read with back-pressure. */
export function exchangeOnWire(dispatcher: Dispatcher, request: WireRequest, hooks: WireHooks): Wire {
  const { promise, resolve, reject } = withResolvers<WireResponse>();
  let controller: Dispatcher.DispatchController | undefined;
  let aborted: Error | undefined;
  let body: WireBody | undefined;

  const abort = (reason: Error): void => {
    aborted ??= reason;
    reject(reason);
    if (body === undefined) controller?.abort(reason);
    else body.abort(reason);
  };

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      controller = started;
      if (aborted !== undefined) started.abort(aborted);
      else {
        hooks.onSent();
        starting = (socket) => hooks.onSocket(socket);
      }
    },
    onResponseStart(answering, status) {
      if (status < 200) {
        hooks.onInformed();
        return;
      }
      body = new WireBody(answering);
      resolve({ status, headers: headerList(answering.rawHeaders), body });
    },
    onResponseData(answering, chunk) {
      if (body?.push(chunk) === false) answering.pause();
    },
    onResponseEnd() {
      body?.end();
    },
    onResponseError(_controller, error) {
      reject(error);
      body?.fail(error);
    },
  };

  dispatcher.dispatch(
    {
      origin: request.url.origin,
      path: `${request.url.pathname}${request.url.search}`,
      method: request.method,
      headers: request.headers.flat(),
      body: request.body ?? null,
      blocking: true,
    },
    handler,
  );
  return { response: promise, abort };
}

/**
 * undici does not tell a handler its socket, but announces it right after `onRequestStart`, in the same turn.
 * The socket's byte count tells an answer that broke off from one that never began.
 */
let starting: ((socket: Socket) => void) | undefined;

subscribe('undici:client:sendHeaders', (message) => {
  const announce = starting;
  starting = undefined;
  if (typeof message !== 'object' || message === null || !('socket' in message)) return;
  if (message.socket instanceof Socket) announce?.(message.socket);
});

function headerList(raw: Dispatcher.DispatchController['rawHeaders']): HeaderList {
  if (!Array.isArray(raw)) return [];
  const texts = raw.map((part: Buffer | string) =>
    typeof part === 'string' ? part : part.toString('latin1'),
  );
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < texts.length; index += 2) {
    pairs.push([texts[index] ?? '', texts[index + 1] ?? '']);
  }
  return pairs;
}

interface Resolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: Error) => void;
}

function withResolvers<T>(): Resolvers<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

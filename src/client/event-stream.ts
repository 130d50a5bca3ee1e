/**
 * The same response with an eye on its event stream, because SDKs swallow what happens to it: `onError` is
 * told when it breaks, `onEnd` when it ends, with what was in it.
 */
export function watchStream(
  response: Response,
  onError: (error: Error) => void,
  onEnd: (scan: EventScan) => void,
): Response {
  const reader = response.body?.getReader();
  if (reader === undefined) return response;
  const scan = createEventScan();
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { done, value } = await reader.read();
        // Whoever gave the stream up wants to hear no more of it, and its controller takes no more.
        if (cancelled) return;
        if (done) {
          controller.close();
          onEnd(scan);
          return;
        }
        scan.read(value);
        controller.enqueue(value);
      } catch (error) {
        if (cancelled) return;
        onError(error instanceof Error ? error : new Error(String(error)));
        controller.error(error);
      }
    },
    cancel: (reason) => {
      cancelled = true;
      return reader.cancel(reason);
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
}

/** What has been seen in an event stream so far. */
export interface EventScan {
  readonly read: (chunk: Uint8Array) => void;
  /** The id of the last event that had one: the rest can be fetched with `Last-Event-ID`. */
  readonly lastEventId: () => string | undefined;
  /** A JSON-RPC result or error came. */
  readonly answered: () => boolean;
  /** Milliseconds that the server wants to be left alone before the rest is fetched. */
  readonly retryMs: () => number;
}

/**
 * Reads along with an SDK, which does not say what it saw (HTML, server-sent events, §9.2.6). As in the SDKs
 * an event without data is none: they would not resume after its id.
 */
export function createEventScan(): EventScan {
  const decoder = new TextDecoder();
  let rest: string[] = [];
  let data: string | undefined;
  let id = '';
  let lastEventId: string | undefined;
  let answered = false;
  let retryMs = 0;

  const line = (text: string): void => {
    if (text === '') {
      answered ||= isAnswer(data ?? '');
      if (data !== undefined && id !== '') lastEventId = id;
      data = undefined;
      id = '';
      return;
    }
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/su.exec(text) ?? [];
    if (field === 'data') data = answered ? '' : `${data ?? ''}${value}\n`;
    else if (field === 'id' && !value.includes('\0')) id = value;
    else if (field === 'retry' && /^\d+$/u.test(value)) retryMs = Number(value);
  };

  return {
    read: (chunk) => {
      const text = decoder.decode(chunk, { stream: true });
      rest.push(text);
      // Lines are put together when they end: a stream may come byte by byte.
      if (!/[\r\n]/u.test(text)) return;
      const lines = rest.join('').split(/\r\n|\n|\r(?!$)/u);
      rest = [lines.pop() ?? ''];
      for (const whole of lines) line(whole);
    },
    lastEventId: () => lastEventId,
    answered: () => answered,
    retryMs: () => retryMs,
  };
}

function isAnswer(data: string): boolean {
  if (!/"(?:result|error)"/u.test(data)) return false;
  try {
    const message: unknown = JSON.parse(data);
    if (typeof message !== 'object' || message === null) return false;
    return 'result' in message || 'error' in message;
  } catch {
    return false;
  }
}

/**
 * The same response with an eye on its event stream, because SDKs swallow what happens to it: `onError` is
 * told when it breaks, `onEnd` when it ends, with whether the server gave an event id and so promised that
 * the rest can be fetched later.
 */
export function watchStream(
  response: Response,
  onError: (error: Error) => void,
  onEnd: (resumable: boolean) => void,
): Response {
  const reader = response.body?.getReader();
  if (reader === undefined) return response;
  const decoder = new TextDecoder();
  let line = '';
  let resumable = false;
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { done, value } = await reader.read();
        if (done) {
          controller.close();
          onEnd(resumable);
          return;
        }
        if (!resumable) {
          const text = line + decoder.decode(value, { stream: true });
          resumable = /(?:^|[\r\n])id:/u.test(text);
          line = text.slice(-3);
        }
        controller.enqueue(value);
      } catch (error) {
        onError(error instanceof Error ? error : new Error(String(error)));
        controller.error(error);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new Response(body, { status: response.status, headers: response.headers });
}

/**
 * Puts `Headers` and `Response` of the undici that is loaded anyway into the place of Node's own copy, which takes
 * longer to load than an exchange takes. For a program of its own: a library leaves the globals as they are.
 */
export async function useOwnGlobals(): Promise<void> {
  const [headers, response] = await Promise.all([
    import('undici/lib/web/fetch/headers.js'),
    import('undici/lib/web/fetch/response.js'),
  ]);
  Object.assign(globalThis, { Headers: headers.default.Headers, Response: response.default.Response });
}

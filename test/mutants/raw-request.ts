import { request as send } from 'node:http';

export type Headers = Readonly<Record<string, string | readonly string[]>>;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/**
 * A request as it is written, with its own Host, several lines of one header and a path that nobody
 * normalizes, which fetch does not do. A stream is read for a moment.
 */
export function rawRequest(
  url: string,
  { method, headers, body }: { readonly method: string; readonly headers: Headers; readonly body: string },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const [, hostname, port, path] = /^http:\/\/([^:/]+):(\d+)(.*)$/.exec(url) ?? [];
    const options = { method, hostname, port, path, headers: headers as Record<string, string[]> };
    const request = send(options, (response) => {
      let text = '';
      const done = () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', done);
      if (response.headers['content-type'] === 'text/event-stream') {
        setTimeout(() => {
          done();
          request.destroy();
        }, 50);
      }
    });
    request.on('error', reject);
    request.end(body);
  });
}

import { json, listen } from './http.ts';

/** Publishes a client metadata document, whatever stands behind the `?` of its address. */
export async function hostDocument(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const path = '/client.json';
  const { origin, close } = await listen(async (request) =>
    request.path === path ? json(200, documentAt(`${origin}${path}`)) : json(404, {}),
  );
  return { url: `${origin}${path}`, close };
}

function documentAt(url: string): object {
  return {
    client_id: url,
    client_name: 'A client with a document',
    redirect_uris: ['http://127.0.0.1/callback'],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };
}

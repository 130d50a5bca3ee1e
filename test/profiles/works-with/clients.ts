/** A machine with a secret, as an oidc-provider registration. */
export function machineClient(id: string, secret: string): object {
  return {
    client_id: id,
    client_secret: secret,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  };
}

/** A native application without a secret. */
export function personClient(id: string, redirectUri: string): object {
  return {
    client_id: id,
    token_endpoint_auth_method: 'none',
    application_type: 'native',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [redirectUri],
    response_types: ['code'],
  };
}

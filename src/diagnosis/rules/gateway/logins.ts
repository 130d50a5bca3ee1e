/** A product that signs browsers in before it lets them through, recognised by where it redirects to. */
export interface Login {
  readonly name: string;
  readonly fix: string;
  readonly setting?: string;
}

const LOGINS: readonly (Login & { readonly leadsTo: RegExp })[] = [
  {
    name: 'App Service Authentication',
    leadsTo: /\/\.auth\/login\//i,
    fix: 'In the portal: App Service > Settings > Authentication > Edit: set "Unauthenticated requests" to "Allow unauthenticated access", so that the MCP server checks the token itself and answers 401 with its challenge.',
    setting: 'az webapp auth update -g RESOURCE-GROUP -n APP --unauthenticated-client-action AllowAnonymous',
  },
  {
    name: 'oauth2-proxy',
    leadsTo: /\/oauth2\/(start|sign_in|auth)\b/i,
    fix: 'Exempt the MCP path and its metadata from oauth2-proxy; the MCP server checks the token itself.',
    setting:
      "--skip-auth-route='^/mcp$'\n--skip-auth-route='^/\\.well-known/oauth-protected-resource(/mcp)?$'",
  },
  {
    name: 'Cloudflare Access',
    leadsTo: /cloudflareaccess\.com|\/cdn-cgi\/access\//i,
    fix: 'In Zero Trust > Access controls > Applications: give the MCP path and /.well-known/oauth-protected-resource a policy with the action Bypass, so that the MCP server checks the token itself. For this tool alone a service token will do.',
    setting:
      "--header 'CF-Access-Client-Id: env:CF_ACCESS_CLIENT_ID' --header 'CF-Access-Client-Secret: env:CF_ACCESS_CLIENT_SECRET'",
  },
  {
    name: "Google's Identity-Aware Proxy",
    leadsTo: /accounts\.google\.com/i,
    fix: "Take the MCP server's backend out of Identity-Aware Proxy; the MCP server checks the token itself.",
  },
  {
    name: "a load balancer with Amazon Cognito's sign-in",
    leadsTo: /amazoncognito\.com/i,
    fix: 'Give the MCP path a listener rule of its own without the action authenticate-cognito; the MCP server checks the token itself.',
  },
  {
    name: 'Entra application proxy',
    leadsTo: /msappproxy\.net/i,
    fix: 'Set pre-authentication of the published application to Passthrough; the MCP server checks the token itself.',
  },
  {
    name: 'a sign-in with Entra ID',
    leadsTo: /login\.(microsoftonline|windows)\.(com|net|us)|login\.partner\.microsoftonline\.cn/i,
    fix: 'Something in front signs browsers in at Entra ID (App Service Authentication, an ingress, or the web framework of the server): exempt the MCP path and /.well-known/oauth-protected-resource from it, so that the server answers 401 with its challenge.',
  },
  {
    name: 'a sign-in page',
    leadsTo:
      /\/(log-?in|sign-?in|sso|saml2?|oauth2?\/authoriz|oauth2\/v1\/authorize|authorize|authn|_oauth)\b|\/realms\/[^/]+\/protocol\//i,
    fix: 'Exempt the MCP path and /.well-known/oauth-protected-resource from the sign-in for browsers, so that the server answers 401 with its challenge.',
  },
];

export function loginAt(location: string): Login | undefined {
  return LOGINS.find(({ leadsTo }) => leadsTo.test(location));
}

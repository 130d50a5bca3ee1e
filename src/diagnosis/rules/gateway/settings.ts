/** What to set in which product, by the product's id. Where a product has no line, its own default passes things on. */
type Settings = Readonly<Partial<Record<string, string>>>;

export const passAuthorization: Settings = {
  nginx: 'proxy_pass_request_headers on;\nproxy_set_header Authorization $http_authorization;',
  envoy: '# on the route and virtual host, leave out:\nrequest_headers_to_remove: [authorization]',
  apache: '# before mod_wsgi, or CGI and FastCGI\nWSGIPassAuthorization On\nCGIPassAuth On',
  apim: '<!-- Azure API Management, inbound policy -->\n<set-header name="Authorization" exists-action="override">\n  <value>@(context.Request.Headers.GetValueOrDefault("Authorization", ""))</value>\n</set-header>',
};

export const passChallenge: Settings = {
  nginx:
    '# and no proxy_hide_header WWW-Authenticate\nproxy_pass_header WWW-Authenticate;\nproxy_intercept_errors off;',
  envoy: '# on the route and virtual host, leave out:\nresponse_headers_to_remove: [www-authenticate]',
};

export const passSessionHeader: Settings = {
  nginx:
    'proxy_pass_request_headers on;\nproxy_set_header Mcp-Session-Id $http_mcp_session_id;\nproxy_pass_header Mcp-Session-Id;',
  envoy: '# on the route and virtual host, leave out:\nrequest_headers_to_remove: [mcp-session-id]',
};

export const passProtocolHeaders: Settings = {
  nginx:
    'proxy_pass_request_headers on;\nproxy_set_header Mcp-Protocol-Version $http_mcp_protocol_version;\nproxy_set_header Mcp-Method $http_mcp_method;\nproxy_set_header Mcp-Name $http_mcp_name;',
};

/** A client keeps no cookies, and the first request of a session has no id yet: only its address is left. */
export const stickToOneServer: Settings = {
  nginx:
    'upstream mcp {\n  hash $remote_addr consistent;\n  server SERVER-1:PORT;\n  server SERVER-2:PORT;\n}',
  envoy:
    'lb_policy: RING_HASH\n# on the route:\nhash_policy:\n  - connection_properties: { source_ip: true }',
  haproxy: 'balance source\nhash-type consistent',
  proxy: '# Kubernetes Service\nsessionAffinity: ClientIP',
};

export const streamEvents: Settings = {
  nginx:
    'proxy_http_version 1.1;\nproxy_buffering off;\nproxy_cache off;\nproxy_read_timeout 300s;\ngzip off;',
  envoy: '# on the route\ntimeout: 0s\nidle_timeout: 300s',
  apache: 'ProxyPass /mcp http://SERVER:PORT/mcp flushpackets=on timeout=300',
  apim: '<!-- Azure API Management, backend policy -->\n<forward-request timeout="300" buffer-response="false" />',
};

export const waitLonger: Settings = {
  nginx: 'proxy_read_timeout 300s;',
  envoy: '# on the route\ntimeout: 300s',
  haproxy: 'timeout server 300s',
  apache: 'ProxyTimeout 300',
  appgateway:
    'az network application-gateway http-settings update --timeout 300 \\\n  -g RESOURCE-GROUP --gateway-name GATEWAY -n SETTINGS',
};

export const takeLargerBodies: Settings = {
  nginx: 'client_max_body_size 4m;',
  iis: '<requestLimits maxAllowedContentLength="4194304" />',
  apache: 'LimitRequestBody 4194304',
};

export const leaveCompressionAlone: Settings = {
  nginx: 'gzip off;\nproxy_set_header Accept-Encoding "";',
};

export const leaveContentTypeAlone: Settings = {
  nginx:
    '# and no proxy_hide_header Content-Type, add_header Content-Type or default_type here\nproxy_pass_header Content-Type;',
};

export const reachTheServer: Settings = {
  nginx: 'location /mcp {\n  proxy_pass http://SERVER:PORT/mcp;\n}',
};

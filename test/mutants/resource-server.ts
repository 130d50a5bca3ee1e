import { randomBytes } from 'node:crypto';
import { type HttpServer, listen } from './http.ts';
import { correctResource } from './resource/correct.ts';
import { messageOf } from './resource/era.ts';
import { wellKnown } from './resource/metadata.ts';
import type { ResourceContext, ResourceParts } from './resource/parts.ts';
import { respond } from './resource/pipeline.ts';
import { listenOverTls } from './tls-front.ts';

export type { ResourceContext, ResourceParts } from './resource/parts.ts';

export interface ResourceOptions {
  readonly issuer: string;
  /** Default: `${issuer}/jwks`. */
  readonly jwksUri?: string;
  readonly introspection?: NonNullable<ResourceContext['introspection']>;
  readonly isRevoked?: (jti: string) => boolean;
  /** Takes tokens that are bound to a key. */
  readonly dpop?: true;
  /** Default 127.0.0.1. */
  readonly listensOn?: string;
  /** Default: none. `outdated`: TLS 1.0 and 1.1, too. `plain too`: whoever forgets the s is served, too. */
  readonly tls?: 'modern' | 'outdated' | 'plain too';
  /** The one function that is wrong. */
  readonly parts?: (parts: ResourceParts, context: ResourceContext) => ResourceParts;
}

/** One request as the server saw it, without anything secret. */
export interface Visit {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Whether an Authorization header came along. */
  readonly authorization: boolean;
  readonly rpcMethod?: string;
}

export interface ResourceServer {
  readonly url: string;
  readonly origin: string;
  readonly context: ResourceContext;
  readonly journal: readonly Visit[];
  /** With TLS: whom to trust. */
  readonly ca?: string;
  readonly close: () => Promise<void>;
}

/** A protected MCP server of both eras on a free port of 127.0.0.1. */
export async function startResourceServer(options: ResourceOptions): Promise<ResourceServer> {
  const journal: Visit[] = [];
  let serve: Parameters<typeof listen>[0] = async () => ({ status: 503, headers: {} });
  const http: HttpServer & { readonly ca?: string } =
    options.tls === undefined
      ? await listen((request) => serve(request), options.listensOn)
      : await listenOverTls((request) => serve(request), {
          outdated: options.tls === 'outdated',
          ...(options.tls === 'plain too' ? { plain: (request) => serve(request) } : {}),
        });
  const context = contextOf(http.origin, options);
  const correct = correctResource(context);
  const parts = options.parts?.(correct, context) ?? correct;
  serve = async (request) => {
    const answer = await respond(request, parts, context);
    journal.push({
      method: request.method,
      path: request.path,
      status: answer.status,
      authorization: request.headers.authorization !== undefined,
      ...rpcMethodOf(request.body),
    });
    return answer;
  };
  return {
    url: context.url,
    origin: http.origin,
    context,
    journal,
    ...(http.ca === undefined ? {} : { ca: http.ca }),
    close: http.close,
  };
}

function contextOf(origin: string, options: ResourceOptions): ResourceContext {
  return {
    origin,
    url: `${origin}/mcp`,
    issuer: options.issuer,
    jwksUri: options.jwksUri ?? `${options.issuer}/jwks`,
    ...(options.introspection === undefined ? {} : { introspection: options.introspection }),
    metadataUrl: `${origin}${wellKnown}/mcp`,
    scopes: ['calculator.add', 'calculator.subtract'],
    sealKey: randomBytes(32),
    isRevoked: options.isRevoked ?? (() => false),
    dpop: options.dpop === true,
    sessions: new Map(),
    notes: new Map(),
    now: () => Math.floor(Date.now() / 1000),
  };
}

function rpcMethodOf(body: string): { readonly rpcMethod?: string } {
  try {
    const method = messageOf(JSON.parse(body))?.method;
    return method === undefined ? {} : { rpcMethod: method };
  } catch {
    return {};
  }
}

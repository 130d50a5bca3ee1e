import type { FlowContext } from '../../src/flows/flow.ts';
import { createServerProbe } from '../../src/flows/server-probe.ts';
import type { AuthorizationServerMetadata, FlowRequest, Http, ServerProbe } from '../../src/types.ts';
import {
  type AuthorizationServer,
  type ServerParts,
  startAuthorizationServer,
} from '../mutants/authorization-server.ts';
import type { HttpRequest } from '../mutants/http.ts';
import { openHttp } from './open-http.ts';
import { type ContextParts, contextOf } from './world.ts';

export const RESOURCE = 'https://another.example/mcp';

export interface ProbeWorld {
  readonly server: AuthorizationServer;
  readonly http: Http;
  /** What reached the authorization server, in order, without documents. */
  readonly received: readonly HttpRequest[];
  readonly metadata: AuthorizationServerMetadata;
  readonly context: (request: FlowRequest, parts?: Partial<ContextParts>) => FlowContext;
  readonly probe: (request: FlowRequest, parts?: Partial<ContextParts>) => ServerProbe;
  /** Flow requests of the clients that it knows. */
  readonly clients: Readonly<Record<'machine' | 'keyMachine' | 'person', FlowRequest>>;
  readonly close: () => Promise<void>;
}

/** A correct authorization server, and probes that ask it as one of its clients. */
export async function probeWorld(
  change: (parts: ServerParts) => ServerParts = (parts) => parts,
): Promise<ProbeWorld> {
  const received: HttpRequest[] = [];
  const server = await startAuthorizationServer({
    parts: (correct) => {
      const parts = change(correct);
      return {
        ...parts,
        answer: (request, answer) => {
          if (!request.path.includes('.well-known')) received.push(request);
          return parts.answer(request, answer);
        },
      };
    },
  });
  const { http, close } = openHttp();
  const found = await fetch(`${server.issuer}/.well-known/oauth-authorization-server`);
  const metadata = (await found.json()) as AuthorizationServerMetadata;
  const context: ProbeWorld['context'] = (request, parts = {}) =>
    contextOf({
      http,
      request,
      metadata,
      ...parts,
      target: { issuer: server.issuer, resource: RESOURCE, ...parts.target },
      person: { open: browse, ...parts.person },
    });
  return {
    server,
    http,
    received,
    metadata,
    context,
    probe: (request, parts) => createServerProbe(context(request, parts)),
    clients: {
      machine: {
        flow: 'client_credentials',
        clientId: 'machine',
        credential: { kind: 'secret', secret: http.vault.keep(server.secrets.machine) },
      },
      keyMachine: {
        flow: 'client_credentials',
        clientId: 'key-machine',
        credential: { kind: 'private_key', privateKey: http.vault.keep(server.secrets.keyMachine) },
      },
      person: { flow: 'authorization_code', clientId: 'person' },
    },
    close: async () => {
      await close();
      await server.close();
    },
  };
}

/** A browser on pages that ask nothing. */
async function browse(url: string): Promise<boolean> {
  const location = (await fetch(url, { redirect: 'manual' })).headers.get('location');
  if (location !== null) await fetch(location);
  return true;
}

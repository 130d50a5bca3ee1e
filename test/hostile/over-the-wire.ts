import { type Behaviour, type Place, rawDeployment } from './raw-deployment.ts';
import type { Attack, Row, Scene } from './row.ts';

/** A behaviour of a socket, and how it must end wherever a server behaves so. */
export interface Hostile extends Pick<Row, 'does' | 'exit' | 'code' | 'says' | 'withinMs' | 'memoryMib'> {
  readonly behave: Behaviour;
  /** What an exchange may take; a server that never ends costs that much, and nobody waits half a minute for a test. */
  readonly seconds?: number;
}

/** The row that meets this behaviour at this place. */
function overTheWire(place: Place, id: string, { behave, seconds = 10, ...row }: Hostile): Row {
  return {
    withinMs: 20_000,
    ...row,
    ...(place === 'metadata' ? unreadable(row.code) : {}),
    id: place === 'endpoint' ? id : `${place}-${id}`,
    does: place === 'endpoint' ? row.does : `${row.does}, at its ${WHERE[place]}`,
    attack: async (scene) => {
      const { origin } = await rawDeployment(scene, place, behave);
      const { argv, ...attack } =
        place === 'token' || place === 'server' ? askingForToken(origin, scene) : discovering(origin);
      return {
        ...attack,
        argv: [...argv, '--timeout', String(place === 'metadata' ? seconds / 2 : seconds)],
      };
    },
  };
}

/** Whoever looks at an endpoint learns that its metadata cannot be had, and why: that is a finding, and no end of the run. */
function unreadable(code = ''): Pick<Row, 'exit' | 'code' | 'says'> {
  return { exit: 1, code: 'discovery/resource-metadata-missing', says: new RegExp(`: ${code}`) };
}

/** The rows that meet these behaviours at this place: all of them, or those named. */
export function rowsAt(
  place: Place,
  behaviours: Readonly<Record<string, Hostile>>,
  only: readonly string[] = Object.keys(behaviours),
): readonly Row[] {
  return only.map((id) => {
    const hostile = behaviours[id];
    if (hostile === undefined) throw new Error(`there is no behaviour ${id}`);
    return overTheWire(place, id, hostile);
  });
}

const WHERE: Readonly<Record<Place, string>> = {
  endpoint: 'endpoint',
  metadata: 'protected resource metadata',
  server: 'authorization server metadata',
  token: 'token endpoint',
};

/** Looks at what the endpoint says of itself. */
export function discovering(origin: string): Attack {
  return { argv: ['discover', `${origin}/mcp`, '--format', 'json'] };
}

/** Asks the authorization server of this origin for a token, with a secret in the body of the request. */
export function askingForToken(origin: string, { secrets }: Pick<Scene, 'secrets'>): Attack {
  const client = ['--client-id', 'client-of-this-row', '--client-auth', 'client_secret_post'];
  const asked = ['--issuer', origin, ...client, '--flow', 'client_credentials', '--claims'];
  return {
    argv: ['token', `${origin}/mcp`, ...asked, '--format', 'json'],
    env: { CLIENT_SECRET: secrets.client },
  };
}

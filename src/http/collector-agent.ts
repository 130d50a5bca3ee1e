import type { Agent } from 'node:http';

/** PEM texts for the connection to a telemetry collector. */
export interface CollectorTls {
  /** Replaces the roots of Node. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export interface CollectorAgents {
  /** As the OTLP exporters want it: an agent for `http:` or `https:`. */
  readonly agentFor: (protocol: string) => Promise<Agent>;
  /** Destroys every socket, so that a collector that never ends its answer cannot hold the process. */
  readonly destroy: () => void;
}

/**
 * Connections to the user's own telemetry collector. OpenTelemetry's exporters speak Node's `http` themselves: what
 * bounds them is the time they are given and that their sockets can be destroyed. They go directly, never through a
 * proxy.
 */
export function collectorAgents(tls: CollectorTls): CollectorAgents {
  const agents: Agent[] = [];
  return {
    agentFor: async (protocol) => {
      const agent =
        protocol === 'https:'
          ? new (await import('node:https')).Agent({ keepAlive: true, ...tls })
          : new (await import('node:http')).Agent({ keepAlive: true });
      agents.push(agent);
      return agent;
    },
    destroy: () => {
      for (const agent of agents.splice(0)) agent.destroy();
    },
  };
}

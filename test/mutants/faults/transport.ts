import type { Mutant } from '../mutant.ts';

/** What goes wrong below HTTP. */
export const transportMutants: readonly Mutant[] = [
  {
    name: 'takes-outdated-tls',
    about: 'The endpoint takes TLS 1.0 and 1.1, too.',
    options: { endpointTls: 'outdated' },
    killedBy: ['leakage/speaks-modern-tls'],
  },
  {
    name: 'serves-plain-http',
    about: 'The endpoint is served under plain http, too.',
    options: { endpointTls: 'plain too' },
    killedBy: ['coverage/rejects-plain-http'],
  },
];

import { serverOffersClientCredentials } from '../../../src/checks/discovery/server-offers-client-credentials.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  serverOffersClientCredentials,
  { 'machine-grant-unlisted': 'warn', 'assertion-algorithms-unlisted': 'warn' },
  { clients: ['machine'] },
);

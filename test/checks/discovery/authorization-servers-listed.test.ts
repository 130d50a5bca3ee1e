import { authorizationServersListed } from '../../../src/checks/discovery/authorization-servers-listed.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(authorizationServersListed, {
  brokenBy: {
    behaviour: { protectedResourceMetadata: (document) => ({ ...document, authorization_servers: [] }) },
  },
});

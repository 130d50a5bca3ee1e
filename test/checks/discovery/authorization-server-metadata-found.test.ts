import { authorizationServerMetadataFound } from '../../../src/checks/discovery/authorization-server-metadata-found.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(authorizationServerMetadataFound, { brokenBy: { metadata: () => undefined } });

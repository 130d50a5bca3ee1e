import type { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node';
import type { Grant } from './grant.ts';
import { msalConfiguration } from './msal.ts';
import { asTokenError } from './token-error.ts';

/** A fresh msal-node application for one attempt: confidential where the client has a credential. */
export async function msalApplication(
  grant: Grant,
): Promise<PublicClientApplication | ConfidentialClientApplication> {
  const msal = await import('@azure/msal-node');
  const configuration = await msalConfiguration(grant);
  try {
    return grant.client.credential === undefined
      ? new msal.PublicClientApplication(configuration)
      : new msal.ConfidentialClientApplication(configuration);
  } catch (error) {
    throw asTokenError(error, grant.wire, grant.context);
  }
}

import { createServicePrincipal, enableSignIn } from '../../../az/index.ts';
import { quote } from '../../../look.ts';
import { type Narrow, shell } from './refusal.ts';
import { apiIdOf, clientIdOf, otherClientWorks } from './settings.ts';

/** AADSTS700016: no application has this id here. */
export const unknownApplication: Narrow = (refusal) => {
  const id = clientIdOf(refusal);
  const { target } = refusal.symptoms.evidence;
  if (id === undefined) return undefined;
  if (id === target.tenant?.toLowerCase()) {
    return {
      summary: 'The tenant id was given as client id.',
      cause: `Client id and tenant are the same value: ${id}.`,
      fix: 'Give --client-id (CLIENT_ID) the Application (client) ID: App registrations > the client > Overview. The Directory (tenant) ID below it is for --tenant.',
      confidence: 'certain',
    };
  }
  if (id === apiIdOf(refusal)) {
    return {
      summary: 'The client calls itself by the client id of the API, and that is not in this tenant.',
      confidence: 'likely',
    };
  }
  const look = shell(
    `az ad app show --id ${id} --query appId --output tsv || az ad sp show --id ${id} --query appId --output tsv`,
  );
  const decide = `The command above prints the right client id if ${id} is an object id; if it finds nothing, look in the other tenant.`;
  if (otherClientWorks(refusal)) {
    return {
      summary: 'The client id is that of no application in this tenant.',
      cause: `Another client of this run got a token here, so tenant and cloud are right and ${quote(id)} is not. Most often an Object ID was copied.`,
      fix: 'App registrations > the client > Overview: copy "Application (client) ID", not "Object ID", nor the Object ID of the enterprise application.',
      confidence: 'likely',
      alternatives: ['The registration was deleted, or is in another tenant.'],
      decide,
      ...look,
    };
  }
  return {
    confidence: 'possible',
    alternatives: [
      'The client id is wrong: an Object ID, for instance.',
      `The tenant is wrong: the application is registered in another one than ${target.tenant ?? 'the one that was asked'}.`,
      'The cloud is wrong: registrations of the government clouds and of China are unknown here (--authority).',
    ],
    decide,
    ...look,
  };
};

/** AADSTS7000112. */
export const disabledApplication: Narrow = (refusal) => {
  const client = clientIdOf(refusal);
  return {
    summary: 'Sign-in is switched off for the client’s enterprise application.',
    fix: 'Enterprise applications > {clientId} > Properties > Enabled for users to sign-in?: Yes. Ask first who switched it off, and why.',
    ...(client === undefined ? {} : shell(enableSignIn({ client }))),
  };
};

/** AADSTS7000229. */
export const withoutServicePrincipal: Narrow = (refusal) => {
  const client = clientIdOf(refusal);
  return {
    confidence: 'certain',
    fix: 'Create the enterprise application of {clientId} in the tenant {tenant}: with the command below, or an administrator opens the admin consent page of the client.',
    ...(client === undefined ? {} : shell(createServicePrincipal({ client }))),
  };
};

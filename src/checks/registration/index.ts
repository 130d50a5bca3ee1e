import type { Check } from '../check.ts';
import { canBeUndone } from './can-be-undone.ts';
import { refusesDocumentsOfAnotherUrl } from './refuses-documents-of-another-url.ts';
import { refusesRedirectUrisOutsideTheDocument } from './refuses-redirect-uris-outside-the-document.ts';
import { refusesUnsafeRedirectUris } from './refuses-unsafe-redirect-uris.ts';
import { registersClients } from './registers-clients.ts';
import { takesClientMetadataDocuments } from './takes-client-metadata-documents.ts';

/** How a client comes to its client id. */
export const registrationChecks: readonly Check[] = [
  registersClients,
  canBeUndone,
  refusesUnsafeRedirectUris,
  takesClientMetadataDocuments,
  refusesDocumentsOfAnotherUrl,
  refusesRedirectUrisOutsideTheDocument,
];

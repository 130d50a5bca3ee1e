import type { Document } from '../authorization/parts.ts';
import type { Mutant } from '../mutant.ts';

/** Authorization servers that register whom they should not, or not as they should. */
export const registrationMutants: readonly Mutant[] = [
  {
    name: 'registers-without-a-client-id',
    about: 'The answer to a registration has no client id.',
    server: (parts) => ({
      ...parts,
      registrationAnswer: (client, asked) => without(parts.registrationAnswer(client, asked), 'client_id'),
    }),
    killedBy: ['registration/registers-clients'],
  },
  {
    name: 'registers-other-redirect-uris',
    about: 'The answer to a registration names other redirect URIs than those that were asked for.',
    server: (parts) => ({
      ...parts,
      registrationAnswer: (client, asked) => ({
        ...parts.registrationAnswer(client, asked),
        redirect_uris: ['https://client.example/callback'],
      }),
    }),
    killedBy: ['registration/registers-clients'],
  },
  {
    name: 'announces-registration-for-nothing',
    about: 'Registration is announced, and nobody is registered.',
    server: (parts) => ({ ...parts, acceptsRegisteredUri: () => false }),
    killedBy: ['registration/registers-clients'],
  },
  {
    name: 'registers-for-ever',
    about: 'The answer to a registration does not say how to undo it.',
    server: (parts) => ({
      ...parts,
      registrationAnswer: (client, asked) =>
        without(parts.registrationAnswer(client, asked), 'registration_client_uri'),
    }),
    killedBy: ['registration/can-be-undone'],
  },
  {
    name: 'refuses-its-own-registration-token',
    about: 'A registered client cannot be deleted with the token that it was given for that.',
    server: (parts) => ({ ...parts, mayManage: () => false }),
    killedBy: ['registration/can-be-undone'],
  },
  {
    name: 'registers-scripts',
    about: 'A redirect URI that is registered may be a script.',
    server: (parts) => ({
      ...parts,
      acceptsRegisteredUri: (uri) => uri.startsWith('javascript:') || parts.acceptsRegisteredUri(uri),
    }),
    killedBy: ['registration/refuses-unsafe-redirect-uris'],
  },
  {
    name: 'registers-plain-http',
    about: 'A redirect URI that is registered may be plain http on another machine.',
    server: (parts) => ({
      ...parts,
      acceptsRegisteredUri: (uri) => uri.startsWith('http://') || parts.acceptsRegisteredUri(uri),
    }),
    killedBy: ['registration/refuses-unsafe-redirect-uris'],
  },
  {
    name: 'announces-documents-for-nothing',
    about: 'A client with a metadata document may sign people in, and is not known at the token endpoint.',
    server: (parts) => ({
      ...parts,
      clientOfDocument: (document, url) => ({ ...parts.clientOfDocument(document, url), methods: [] }),
    }),
    options: { clientDocument: true },
    killedBy: ['registration/takes-client-metadata-documents'],
  },
  {
    name: 'takes-documents-of-others',
    about: 'The client id in a metadata document is not compared with its address.',
    server: (parts) => ({ ...parts, documentNamesItself: () => true }),
    options: { clientDocument: true },
    killedBy: ['registration/refuses-documents-of-another-url'],
  },
  {
    name: 'looks-at-no-redirect-uri-of-documents',
    about: 'A client with a metadata document may be sent anywhere.',
    server: (parts) => ({
      ...parts,
      acceptsRedirectUri: (client, uri) =>
        client.id.startsWith('http') || parts.acceptsRedirectUri(client, uri),
    }),
    options: { clientDocument: true },
    killedBy: ['registration/refuses-redirect-uris-outside-the-document'],
  },
];

function without(document: Document, name: string): Document {
  return Object.fromEntries(Object.entries(document).filter(([member]) => member !== name));
}

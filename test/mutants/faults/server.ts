import type { Mutant } from '../mutant.ts';

/** Endpoints that let the right ones in and then do not do what they are for, or that strict clients cannot find. */
export const serverMutants: readonly Mutant[] = [
  {
    name: 'leaves-a-tool-out',
    about: 'A tool is not listed.',
    resource: (parts) => ({
      ...parts,
      listedTools: (caller, call) =>
        parts.listedTools(caller, call).filter((tool) => !('name' in tool) || tool.name !== 'add'),
    }),
    killedBy: ['server/lists-expected-tools'],
    // A client calls no tool that is not listed.
    alsoBy: ['server/answers-expected-results'],
  },
  {
    name: 'calculates-wrongly',
    about: 'A tool brings a wrong result.',
    resource: (parts) => ({
      ...parts,
      runTool: (name, input, caller) => (name === 'add' ? { result: 4 } : parts.runTool(name, input, caller)),
    }),
    killedBy: ['server/answers-expected-results'],
  },
  {
    name: 'fails-every-call',
    about: 'A tool fails whatever it is given.',
    resource: (parts) => ({
      ...parts,
      runTool: (name, input, caller) => {
        if (name === 'subtract') throw new Error('out of order');
        return parts.runTool(name, input, caller);
      },
    }),
    killedBy: ['server/answers-expected-results'],
    alsoBy: ['scope/honours-broader-scope', 'scope/steps-up'],
  },
  {
    name: 'names-another-authorization-server',
    about: 'The metadata names an authorization server whose tokens are not the ones that get in.',
    resource: (parts) => ({
      ...parts,
      metadataDocument: (path) => {
        const document = parts.metadataDocument(path);
        return document && { ...document, authorization_servers: ['https://elsewhere.example'] };
      },
    }),
    killedBy: ['interop/spec-strict'],
    alsoBy: ['discovery/issuer-is-exact'],
  },
];

import { describe, expect, it } from 'vitest';
import { modulesBelow, sourceOf } from '../architecture/imports.ts';

/** Where a path through the Microsoft Entra admin center begins. */
const ROOTS = [
  'Microsoft Entra admin center',
  'Entra admin center',
  'App registrations',
  'Enterprise applications',
];

/** Names of pages, tabs, buttons and fields there, as Microsoft's documentation writes them. */
const TERMS = [
  'Monitoring & health',
  'Sign-in logs',
  'Service principal sign-ins',
  'User sign-ins (interactive)',
  'User sign-ins (non-interactive)',
  'App registrations',
  'Enterprise applications',
  'All applications',
  'New registration',
  'Overview',
  'Application (client) ID',
  'Directory (tenant) ID',
  'Tenant ID',
  'Endpoints',
  'Authentication',
  'Platform configurations',
  'Add a platform',
  'Mobile and desktop applications',
  'Web',
  'Single-page application',
  'Supported account types',
  'Implicit grant and hybrid flows',
  'ID tokens',
  'Advanced settings',
  'Allow public client flows',
  'Certificates & secrets',
  'Client secrets',
  'New client secret',
  'Certificates',
  'Upload certificate',
  'Federated credentials',
  'Add credential',
  'Token configuration',
  'Add groups claim',
  'API permissions',
  'Add a permission',
  'My APIs',
  'APIs my organization uses',
  'Microsoft Graph',
  'User.Read',
  'Delegated permissions',
  'Application permissions',
  'Grant admin consent',
  'Expose an API',
  'Application ID URI',
  'Add a scope',
  'Add a client application',
  'App roles',
  'Create app role',
  'Allowed member types',
  'Manifest',
  'Properties',
  'Enabled for users to sign-in?',
  'Assignment required?',
  'Users and groups',
  'Add user/group',
  'Permissions',
  'Admin consent requests',
  'Consent and permissions',
  'Protection',
  'Conditional Access',
  'Policies',
  'Named locations',
  'External Identities',
  'Cross-tenant access settings',
];

/** What stands for something of the reader's own: an id that is filled in, a registration by its part. */
const OWN =
  /^(?:\$\{|\{\w+\}|<|the (?:API|client|application|registration|gateway|person)|your (?:client|API)|\w+\()/u;

describe('paths through the portal', () => {
  it('have the words of the portal', () => {
    const strange = modulesBelow('src').flatMap((file) =>
      pathsIn(sourceOf(file)).flatMap((segments) =>
        segments
          .slice(1)
          .filter(
            (segment) =>
              segment !== '' && !OWN.test(segment) && !TERMS.some((term) => segment.startsWith(term)),
          )
          .map((segment) => `${file}: ${segment}`),
      ),
    );
    expect(strange).toEqual([]);
  });

  it('are found, and a word that the portal does not have is noticed', () => {
    const [segments] = pathsIn("fix: 'Open App registrations > {clientId} > Passwords: make one.'");
    expect(segments).toEqual(['App registrations', '{clientId}', 'Passwords: make one.']);
    expect(TERMS.some((term) => segments?.[2]?.startsWith(term))).toBe(false);
  });
});

/** Each as its segments; the last one goes on to the end of the text. */
function pathsIn(source: string): readonly (readonly string[])[] {
  const root = new RegExp(String.raw`(?:${ROOTS.join('|')}) > [^'"\n\x60]*`, 'gu');
  return [...source.matchAll(root)].flatMap(([text]) => {
    // One sentence may hold several paths.
    const paths = text.split(new RegExp(String.raw`(?=\b(?:${ROOTS.join('|')}) > )`, 'u'));
    return paths.map((path) => path.split(' > ').map((segment) => segment.trim()));
  });
}

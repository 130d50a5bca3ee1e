/** Programs of Microsoft whose client ids are the same everywhere, and whose tokens people copy. */
const KNOWN: Readonly<Record<string, string>> = {
  '04b07795-8ddb-461a-bbee-02f9e1bf7b46': 'the Azure CLI',
  'aebc6443-996d-45c2-90f0-388ff96faa56': 'Visual Studio Code',
  '1950a258-227b-4e31-a9cf-717495945fc2': 'Azure PowerShell',
};

/** "the Azure CLI"; undefined: no client that everybody has. */
export function programOf(clientId: string | null): string | undefined {
  return KNOWN[clientId ?? ''];
}

/** Resources of Microsoft itself: a token for one of them was never meant for another server. */
const RESOURCES: readonly (readonly [RegExp, string])[] = [
  [/^(?:00000003-0000-0000-c000-000000000000|https:\/\/graph\.microsoft\.(?:com|us)\/?)$/, 'Microsoft Graph'],
  [/^https:\/\/(?:microsoftgraph|dod-graph)\.(?:chinacloudapi\.cn|microsoft\.us)\/?$/, 'Microsoft Graph'],
  [/^(?:00000002-0000-0000-c000-000000000000|https:\/\/graph\.windows\.net\/?)$/, 'Azure AD Graph'],
  [
    /^(?:797f4846-ba00-4fd7-ba43-dac1f8f63013|https:\/\/management\.(?:core\.windows\.net|azure\.com|core\.usgovcloudapi\.net|usgovcloudapi\.net|core\.chinacloudapi\.cn|chinacloudapi\.cn)\/?)$/,
    'Azure Resource Manager',
  ],
];

/** "Azure Resource Manager"; undefined: no resource of Microsoft's. */
export function resourceOfMicrosoft(aud: string): string | undefined {
  return RESOURCES.find(([pattern]) => pattern.test(aud))?.[1];
}

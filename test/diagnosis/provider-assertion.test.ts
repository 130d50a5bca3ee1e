import { beforeAll, describe, expect, it } from 'vitest';
import { createClientCertificate, days } from '../../fixtures/faults/registration/client-certificate.ts';
import { Secret } from '../../src/secret.ts';
import type { Exchange, FlowRequest } from '../../src/types.ts';
import { findingOf } from './provider-refusals.ts';
import { CLIENT } from './symptoms.ts';

const federated = {
  credential: {
    kind: 'assertion',
    source: { from: 'reference', read: () => Promise.resolve(new Secret('a')) },
  },
} satisfies Partial<FlowRequest>;

describe('AADSTS700027', () => {
  let good: Partial<FlowRequest>;
  let expired: Partial<FlowRequest>;
  beforeAll(async () => {
    const request = async (from: number, to: number): Promise<Partial<FlowRequest>> => {
      const { certificate, withKey } = await createClientCertificate({
        notBefore: days(from),
        notAfter: days(to),
      });
      return { credential: { kind: 'certificate', certificate, privateKey: new Secret(withKey) } };
    };
    [good, expired] = await Promise.all([request(-1, 3650), request(-4000, -3000)]);
  });

  it('names the thumbprint of the certificate that signed', () => {
    const words = 'Client assertion failed signature validation. [Reason - The key was not found.]';
    const finding = findingOf({ aadsts: 700027, words, request: good });
    expect(finding.confidence).toBe('certain');
    expect(finding.cause).toMatch(/thumbprint [0-9A-F]{40} \(SHA-1\), valid until \d{4}-/);
    expect(finding.paste?.[0]?.text).toContain(`az ad app credential reset --id ${CLIENT} --append --cert`);
  });

  it('says when it expired', () => {
    expect(findingOf({ aadsts: 700027, request: expired }).summary).toMatch(/expired on 20\d\d-\d\d-\d\d\.$/);
  });

  it('without a certificate of this run, says what the number means', () => {
    expect(findingOf({ aadsts: 700027, request: federated }).summary).toContain('unknown key');
  });
});

describe('AADSTS700024', () => {
  const words = (now: string, from: string, until: string) =>
    `Client assertion is not within its valid time range. Current time: ${now}, assertion valid from ${from}, expiry time of assertion ${until}. Review the documentation.`;

  it('a token that was kept too long', () => {
    const finding = findingOf({
      aadsts: 700024,
      words: words('2026-11-23T09:00:00.000Z', '2026-11-23T08:00:00.000Z', '2026-11-23T08:10:00.000Z'),
      request: federated,
    });
    expect(finding.summary).toContain('expired 50 minutes ago');
    expect(finding.confidence).toBe('certain');
  });

  it('a token of tomorrow', () => {
    const finding = findingOf({
      aadsts: 700024,
      words: words('2026-11-23T09:00:00.000Z', '2026-11-23T10:00:00.000Z', '2026-11-23T10:10:00.000Z'),
      request: federated,
    });
    expect(finding.fix).toContain('NTP');
  });

  it('a clock of ours that is wrong', () => {
    const exchange: Exchange = {
      n: 1,
      phase: 'token',
      method: 'POST',
      url: 'https://login.microsoftonline.com/x',
      status: 401,
      startedAt: '2026-11-23T09:30:00.000Z',
      durationMs: 10,
      date: 'Mon, 23 Nov 2026 09:00:00 GMT',
    };
    const request = { credential: { kind: 'private_key', privateKey: new Secret('k') } } as const;
    const finding = findingOf({ aadsts: 700024, request, exchanges: [exchange] });
    expect(finding.summary).toContain('30 minutes ahead of');
  });

  it('and nothing more where the message says nothing', () => {
    expect(findingOf({ aadsts: 700024, request: federated }).summary).toContain('outside its time');
  });
});

describe('a federated credential that does not fit', () => {
  const subject = 'repo:contoso/calculator:ref:refs/heads/main';

  it.each([
    [700211, 'issuer', 'https://token.actions.githubusercontent.com', 'slash'],
    [700212, 'audience', 'https://github.com/contoso', 'api://AzureADTokenExchange'],
    [700213, 'subject', subject, 'Subject identifier'],
  ] as const)('AADSTS%d: the %s of the token next to the form', (aadsts, name, value, says) => {
    const words = `No matching federated identity record found for presented assertion ${name} '${value}'. Check your federated identity credential.`;
    const finding = findingOf({ aadsts, words, request: federated });
    expect(finding.summary).toContain(name);
    expect(finding.cause).toContain(`"${value}"`);
    expect(`${finding.cause} ${finding.fix}`).toContain(says);
    expect(finding.paste?.[0]?.text).toContain(`az ad app federated-credential list --id ${CLIENT}`);
  });

  it('AADSTS7002138 differs in upper and lower case only', () => {
    const words = `No matching federated identity record found for presented assertion subject '${subject}'.`;
    expect(findingOf({ aadsts: 7002138, words, request: federated }).summary).toContain(
      'upper and lower case',
    );
  });

  it('AADSTS70021 has all three, so the whole credential can be pasted', () => {
    const words = `No matching federated identity record found for presented assertion. Assertion Issuer: 'https://ci.example'. Assertion Subject: 'job-1'. Assertion Audience: 'api://AzureADTokenExchange'. https://aka.ms/x`;
    const finding = findingOf({ aadsts: 70021, words, request: federated });
    expect(finding.paste?.[1]?.text).toContain('"issuer":"https://ci.example","subject":"job-1"');
  });
});

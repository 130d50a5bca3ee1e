import { describe, expect, it } from 'vitest';
import { pretty } from '../../src/reporters/pretty.ts';
import { noToken, open, plain } from './failing.ts';
import { report, targetReport } from './report.ts';

describe('pretty', () => {
  it('shows a healthy target with three flows in both eras on one screen', () => {
    const text = pretty.render(report([targetReport()]), plain);
    expect(text.split('\n').length).toBeLessThanOrEqual(40);
    expect(text).toMatchInlineSnapshot(`
      "✔ calculator  http://127.0.0.1:41234/mcp
        server  calculator 1.0.0 · speaks 2025-11-25 and 2026-07-28
        issuer  https://localhost:38111/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0

      The road
        ✔ discovery           Bearer challenge, protected resource metadata, authorization server metadata
        ✔ client_credentials  a machine's token (app-only), 59 min left, signature verified (msal)
                              aud    11112222-bbbb-3333-cccc-4444dddd5555
                              roles  Calculator.Add.All, Calculator.Subtract.All
                              ✔ 2025-11-25 and 2026-07-28: 3 tools, add(a=1, b=2) = 3,
                                subtract(a=5, b=3) = 2, get_me()
        ✔ authorization_code  a person's token, 74 min left, signature verified (msal)
                              aud    11112222-bbbb-3333-cccc-4444dddd5555
                              scp    calculator.add, calculator.subtract
                              ✔ 2025-11-25 and 2026-07-28: 3 tools, add(a=1, b=2) = 3,
                                subtract(a=5, b=3) = 2, get_me()
        ✔ refresh_token       a person's token, 75 min left, signature verified (msal)
                              aud    11112222-bbbb-3333-cccc-4444dddd5555
                              scp    calculator.add, calculator.subtract
                              ✔ 2025-11-25 and 2026-07-28: 3 tools, add(a=1, b=2) = 3,
                                subtract(a=5, b=3) = 2, get_me()

      Checks
        ✔ discovery  2 passed
        ✔ token      1 passed
        ▲ endpoint   4 passed, 2 warnings, 2 skipped
            ▲ endpoint/challenge-on-invalid-token (2025-11-25 and 2026-07-28): A bearer value that is no
              token was answered 401: the challenge has no error; error="invalid_token" was expected.
        ● server     1 note, 1 skipped
        – skipped endpoint/rejects-wrong-audience and 1 more: Needs a token for another resource; give it
            with --attack-token.

      ✔ PASS  9 passed, 2 warnings, 1 note, 3 skipped · 2 HTTP exchanges · 0.8 s
      "
    `);
  });

  it('begins with the root cause when something failed', () => {
    expect(pretty.render(report([open()]), plain)).toMatchInlineSnapshot(`
      "✘ FAIL  calculator  http://127.0.0.1:41234/mcp

      Root cause
        ✘ The endpoint answers without a token.
          → fix: Put the authorization middleware in front of the route.
          explains: 1 failure: endpoint/rejects-no-token
          why: A request without an Authorization header was answered 200 with a result.
          endpoint/open-door, docs/findings.md#endpoint-open-door

      The road
        server  calculator 1.0.0 · speaks 2025-11-25 and 2026-07-28
        issuer  https://localhost:38111/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0
        ✔ discovery           Bearer challenge, protected resource metadata, authorization server metadata
        ✔ client_credentials  a machine's token (app-only), 59 min left, signature verified (msal)
                              aud    11112222-bbbb-3333-cccc-4444dddd5555
                              roles  Calculator.Add.All, Calculator.Subtract.All
                              ✔ 2025-11-25 and 2026-07-28: 3 tools, add(a=1, b=2) = 3,
                                subtract(a=5, b=3) = 2, get_me()
        ✔ authorization_code  a person's token, 74 min left, signature verified (msal)
                              aud    11112222-bbbb-3333-cccc-4444dddd5555
                              scp    calculator.add, calculator.subtract
                              ✔ 2025-11-25 and 2026-07-28: 3 tools, add(a=1, b=2) = 3,
                                subtract(a=5, b=3) = 2, get_me()
        ✔ refresh_token       a person's token, 75 min left, signature verified (msal)
                              aud    11112222-bbbb-3333-cccc-4444dddd5555
                              scp    calculator.add, calculator.subtract
                              ✔ 2025-11-25 and 2026-07-28: 3 tools, add(a=1, b=2) = 3,
                                subtract(a=5, b=3) = 2, get_me()

      Checks
        ✔ discovery  2 passed
        ✔ token      1 passed
        ✘ endpoint   2 failed, 2 passed, 2 warnings, 2 skipped
            ✘ endpoint/rejects-no-token (2025-11-25 and 2026-07-28): A request without a token was
              answered 200 with a result: it was ACCEPTED; 401 was expected.
              → see the root cause
              exchange 2: POST http://127.0.0.1:41234/mcp → 200
            ▲ endpoint/challenge-on-invalid-token (2025-11-25 and 2026-07-28): A bearer value that is no
              token was answered 401: the challenge has no error; error="invalid_token" was expected.
        ● server     1 note, 1 skipped
        – skipped endpoint/rejects-wrong-audience and 1 more: Needs a token for another resource; give it
            with --attack-token.

      Also found
        ● The scopes are short names.

      ✘ FAIL  2 failed, 7 passed, 2 warnings, 1 note, 3 skipped · 2 HTTP exchanges · 0.8 s · exit 1
      "
    `);
  });

  it('says which step of the road failed, and what lies beyond it', () => {
    expect(pretty.render(report([noToken]), plain)).toMatchInlineSnapshot(`
      "✘ FAIL  mailer  http://127.0.0.1:41234/mcp

      Root cause
        ✘ The client secret is wrong.
          → fix: Copy the Value column, not the Secret ID.
          explains: 1 failure: road/token
          why: Entra ID does not know this secret for the client.
          entra/aadsts-7000215, docs/findings.md#entra-aadsts-7000215

      The road
        issuer  https://localhost:38111/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0
        ✔ discovery           Bearer challenge, protected resource metadata, authorization server metadata
        ✘ client_credentials  The authorization server refused: invalid_client.

      Checks
        ✘ endpoint  1 blocked

      ✘ FAIL  1 failed, 1 blocked, 1 passed · 2 HTTP exchanges · 0.8 s · exit 1
      "
    `);
  });

  it('gives many targets a line each, and those that failed their story', () => {
    expect(pretty.render(report([targetReport({ name: 'orders' }), noToken]), plain)).toMatchInlineSnapshot(`
      "✔ orders  9 passed, 2 warnings, 1 note, 3 skipped
      ✘ mailer  The client secret is wrong.

      ✘ FAIL  mailer  http://127.0.0.1:41234/mcp

      Root cause
        ✘ The client secret is wrong.
          → fix: Copy the Value column, not the Secret ID.
          explains: 1 failure: road/token
          why: Entra ID does not know this secret for the client.
          entra/aadsts-7000215, docs/findings.md#entra-aadsts-7000215

      The road
        issuer  https://localhost:38111/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0
        ✔ discovery           Bearer challenge, protected resource metadata, authorization server metadata
        ✘ client_credentials  The authorization server refused: invalid_client.

      Checks
        ✘ endpoint  1 blocked

      ✘ FAIL  1 of 2 targets passed · 1 failed, 1 blocked, 10 passed, 2 warnings · exit 1
      "
    `);
  });
});

import { federatedBody } from '../../diagnosis/az/index.ts';
import { jmesText } from '../../diagnosis/az/query.ts';
import { word } from '../../diagnosis/az/shell.ts';
import { fileName } from './names.ts';
import type { ClientCredential, SetupOptions } from './options.ts';
import type { Step } from './recipe.ts';

/** How the client proves that it is the client. */
export function credentialStep(options: SetupOptions): Step {
  const { credential } = options;
  if (credential.kind === 'federated') return federated(credential);
  return credential.kind === 'secret' ? secret(options) : certificate(options);
}

function secret(options: SetupOptions): Step {
  return {
    title: 'A client secret',
    why: [
      'It is shown once. It goes straight into a file that only you can read, never onto the screen; a file from',
      'an earlier run is kept. It lasts for a year.',
    ],
    sets: { of: 'client', credential: 'secret' },
    shell: [
      `SECRET_FILE=${homeFile(options, '.secret')}`,
      'if [ -s "$SECRET_FILE" ]; then',
      '  say "Kept: $SECRET_FILE"',
      'else',
      '  (',
      '    umask 077',
      '    az ad app credential reset --id "$CLIENT_ID" --append --display-name mcp-authcheck \\',
      '      --query password --output tsv > "$SECRET_FILE"',
      '  )',
      'fi',
    ],
    portal: [
      'Certificates & secrets > Client secrets > New client secret: Description `mcp-authcheck`, Expires as your rules say. Add.',
      'Copy the column *Value* at once, not *Secret ID*: it is never shown again. Keep it in a secret store.',
    ],
    check: 'Client secrets lists `mcp-authcheck` with a date of expiry to come.',
  };
}

function certificate(options: SetupOptions): Step {
  return {
    title: 'A certificate',
    why: [
      'The private key never leaves this machine: Entra ID gets the certificate alone. An RSA key, since others',
      'are not taken (AADSTS5002738). It lasts for a year.',
    ],
    sets: { of: 'client', credential: 'certificate' },
    shell: [
      `CERTIFICATE_FILE=${homeFile(options, '.pem')}`,
      'if [ ! -s "$CERTIFICATE_FILE" ]; then',
      '  (',
      '    umask 077',
      `    openssl req -x509 -newkey rsa:2048 -nodes -sha256 -days 365 -subj "/CN=${fileName(options)}" \\`,
      '      -keyout "$CERTIFICATE_FILE.key" -out "$CERTIFICATE_FILE.crt"',
      '    cat "$CERTIFICATE_FILE.crt" "$CERTIFICATE_FILE.key" > "$CERTIFICATE_FILE"',
      '    rm "$CERTIFICATE_FILE.key"',
      '  )',
      'fi',
      'CERTIFICATE=$(openssl x509 -in "$CERTIFICATE_FILE" -noout -fingerprint -sha1 | sed "s/.*=//; s/://g")',
      'found=$(az ad app credential list --id "$CLIENT_ID" --cert \\',
      '  --query "[?displayName==\'mcp-authcheck $CERTIFICATE\'].keyId" --output tsv)',
      '[ -n "$found" ] || az ad app credential reset --id "$CLIENT_ID" --append \\',
      '  --display-name "mcp-authcheck $CERTIFICATE" --cert "@$CERTIFICATE_FILE.crt" --output none',
    ],
    portal: [
      'Make a certificate with an RSA key of 2048 bits or more, for instance with `openssl req -x509 -newkey rsa:2048 -nodes`.',
      'Certificates & secrets > Certificates > Upload certificate: the certificate without its private key. Add.',
    ],
    check: 'Certificates lists its thumbprint with a date of expiry to come.',
  };
}

function federated(credential: Extract<ClientCredential, { readonly kind: 'federated' }>): Step {
  const body = federatedBody(credential);
  const same = `[?issuer==${jmesText(body.issuer)} && subject==${jmesText(body.subject)}].name`;
  return {
    title: 'A federated credential: no secret at all',
    why: [
      'Tokens of this issuer are taken as proof. Issuer, subject and audience are compared letter for letter, the',
      'case included (AADSTS700211, 700212, 700213); a registration has room for twenty.',
    ],
    sets: { of: 'client', federatedIdentityCredential: body },
    shell: [
      `found=$(az ad app federated-credential list --id "$CLIENT_ID" --query ${word(same)} --output tsv)`,
      '[ -n "$found" ] || az ad app federated-credential create --id "$CLIENT_ID" \\',
      `  --parameters ${word(JSON.stringify(body))} --output none`,
    ],
    portal: [
      `Certificates & secrets > Federated credentials > Add credential > Federated credential scenario *Other issuer*: Issuer \`${body.issuer}\`; Type *Explicit subject identifier*; Value \`${body.subject}\`; Name \`${body.name}\`; Audience \`${body.audiences.join('')}\`. Add.`,
    ],
    check: `Federated credentials lists \`${body.name}\` with the subject \`${body.subject}\`.`,
  };
}

function homeFile(options: SetupOptions, ending: string): string {
  return `"$HOME/.${fileName(options)}${ending}"`;
}

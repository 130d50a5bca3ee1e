import type { KnownRule } from '../../known-rule.ts';
import { fill, found, quote, readFlows } from '../../look.ts';
import { explainedBy } from './explained-by.ts';
import { programOf, resourceOfMicrosoft } from './known-clients.ts';

const AZURE_CLI = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';

export const azureManagementToken: KnownRule = {
  code: 'entra/azure-management-token',
  leg: 'token',
  about: {
    title: 'The token is for Azure itself.',
    cause: 'The Azure CLI gives such a token when no scope is named.',
    fix: 'Name the API: az account get-access-token --scope api://<client id of the API>/.default.',
  },
  diagnose: (symptoms) =>
    readFlows(symptoms).flatMap(({ request, token }) => {
      const aud = token.aud.find((one) => {
        const resource = resourceOfMicrosoft(one);
        return resource !== undefined && resource !== 'Microsoft Graph';
      });
      if (aud === undefined) return [];
      const program = programOf(token.clientId);
      const cli = token.clientId === AZURE_CLI;
      return [
        found(
          `The token is for ${resourceOfMicrosoft(aud)}, not for this server.`,
          `aud is ${quote(aud)}${program === undefined ? '' : `, and ${program} got it`}. az account get-access-token brings such a token when it is not told an API.`,
          fill(
            `Name the API.${cli ? ` If that ends with AADSTS65001: App registrations > the API {audience} > Expose an API > Add a client application, client id ${AZURE_CLI}.` : ''}`,
            symptoms,
            request,
          ),
          {
            paste: [
              {
                where: 'shell',
                text: fill(
                  'az account get-access-token --scope api://{audience}/.default --query accessToken --output tsv',
                  symptoms,
                  request,
                ),
              },
            ],
            results: explainedBy(symptoms, request),
          },
        ),
      ];
    }),
};

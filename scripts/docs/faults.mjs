import { anchored, code, page, shell, table, text } from './markdown.mjs';

/** Every named way of breaking the world of `demo` and `serve`. */
export function faultsPage({ faults, docsOf }) {
  return page(
    'The faults',
    '`demo` and `serve` run a small world of their own, and a fault breaks it in one way, so that you see what a red gate looks like and which root cause is named.',
    shell([
      'mcp-authcheck demo --list-faults',
      'mcp-authcheck demo --fault open-door',
      'mcp-authcheck serve --fault token-version-1',
    ]),
    table(
      ['fault', 'what is wrong', 'where', 'root cause that must come first'],
      faults.map((fault) => [
        `${anchored(fault.name, code(fault.name)).replace('\n\n', '')}`,
        text(fault.title),
        placesOf(fault),
        `[${code(fault.finding)}](${docsOf(fault.finding).replace('docs/', '')})`,
      ]),
    ),
  );
}

function placesOf({ breakDirectory, breakServer, breakClient }) {
  const places = [
    breakDirectory && 'the tenant',
    breakServer && 'the MCP server',
    breakClient && 'the client’s settings',
  ];
  return places.filter(Boolean).join(', ');
}

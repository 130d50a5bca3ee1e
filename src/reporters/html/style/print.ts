/** On paper: what matters open, no buttons, light colours. */
export const PRINT = `
@media print {
  :root { color-scheme: light; --ground: #fff; --card: #fff; --sunk: #f4f4f1; --ink: #000; --soft: #4a4e54; --line: #cfcec8;
    --fail: #b01e17; --pass: #12662b; --warn: #7d5200; --info: #1f58a3; --link: #14529b;
    --fail-g: #fcefed; --pass-g: #edf6ee; --warn-g: #fbf3e2; --info-g: #eef3fa; --mute-g: #ecece8; --check: #8c9097; }
  html { font-size: 74%; }
  .wrap { width: 100%; } .filters, .tools-row, button, .skip { display: none !important; }
  .hero { print-color-adjust: exact; } .fix, .strip, rect, .track, .msgs { print-color-adjust: exact; }
  .part, details.target { content-visibility: visible; }
  details[data-print]::details-content { content-visibility: visible; block-size: auto; display: block; }
  summary { list-style: none; } summary::-webkit-details-marker { display: none; }
  h2, h3, h4, summary, .eyebrow { break-after: avoid; } .msg, .res, .strip, tr, .causes li, .paste { break-inside: avoid; }
  a { color: inherit; } h2 { margin-top: 1.5rem; }
}
`;

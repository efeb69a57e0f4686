import type { DocumentTable, MessageDocument } from './message-document.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes a text safe between tags and inside double-quoted attributes. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/**
 * The document as a mail: one self-contained page without script, remote image or web font, readable in light and dark
 * and on a narrow phone.
 */
export function renderHtml(document: MessageDocument): string {
  const title = escapeHtml(document.title);
  const action =
    document.action === null
      ? ''
      : `<p><a class="action" href="${escapeHtml(document.action.url)}">${escapeHtml(document.action.label)}</a></p>`;
  return `<!doctype html>
<html lang="${document.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>
:root { color-scheme: light dark; }
body { margin: 0; padding: 24px 12px; background: #f2f4f3; color: #17211d; font: 16px/1.5 system-ui, sans-serif; }
main { box-sizing: border-box; max-width: 560px; margin: 0 auto; padding: 28px 24px; background: #fff; border-radius: 12px; }
.brand { margin: 0 0 20px; font-weight: 700; letter-spacing: .04em; color: #0a6b4b; }
h1 { margin: 0 0 16px; font-size: 22px; line-height: 1.3; }
table { width: 100%; border-collapse: collapse; margin: 20px 0; }
caption { text-align: left; font-weight: 600; padding-bottom: 6px; }
th, td { padding: 7px 0; border-top: 1px solid #dfe5e2; text-align: left; vertical-align: top; font-weight: 400; overflow-wrap: break-word; }
td { text-align: right; overflow-wrap: anywhere; padding-left: 16px; font-variant-numeric: tabular-nums; }
.sum th, .sum td { font-weight: 700; }
.action { display: inline-block; padding: 12px 20px; border-radius: 8px; background: #0a6b4b; color: #fff; text-decoration: none; font-weight: 600; }
footer { max-width: 560px; margin: 16px auto 0; padding: 0 24px; box-sizing: border-box; font-size: 13px; color: #54605b; }
footer p { margin: 2px 0; }
@media (prefers-color-scheme: dark) {
  body { background: #101513; color: #e6ece9; }
  main { background: #1a211e; }
  .brand { color: #5fd3a6; }
  th, td { border-color: #333d39; }
  .action { background: #2c9c74; color: #06120d; }
  footer { color: #9aa7a1; }
}
</style>
</head>
<body>
<main>
<p class="brand">JOOS</p>
<h1>${title}</h1>
${document.paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n')}
${document.tables.map(renderTable).join('\n')}
${action}
</main>
<footer>
${document.footer.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}
</footer>
</body>
</html>
`;
}

function renderTable(table: DocumentTable): string {
  const caption = table.caption === null ? '' : `<caption>${escapeHtml(table.caption)}</caption>\n`;
  const rows = table.rows.map(
    (row) =>
      `<tr${row.sum ? ' class="sum"' : ''}><th scope="row">${escapeHtml(row.label)}</th><td>${escapeHtml(row.value)}</td></tr>`,
  );
  return `<table>\n${caption}${rows.join('\n')}\n</table>`;
}

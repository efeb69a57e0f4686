import type { DocumentTable, MessageDocument } from './message-document.ts';

const width = 64;

/** The document as plain text, lines of 64 characters, labels left and values right. */
export function renderText(document: MessageDocument): string {
  const { title, greeting, paragraphs, highlight, tables, action, closing, help, footer, unsubscribe } = document;
  const parts = [
    `JOOS\n\n${title}`,
    ...(greeting === null ? [] : [greeting]),
    ...paragraphs.map(wrap),
    ...(highlight === null ? [] : [`    ${highlight}`]),
    ...tables.map(renderTable),
    ...(action === null ? [] : [`${action.label}:\n${action.url}`]),
    ...closing.map(wrap),
    `--\n${[...(help === null ? [] : [wrap(`${help.sentence} ${help.contact}`)]), ...footer].join('\n')}`,
    ...(unsubscribe === null ? [] : [wrap(unsubscribe.reason)]),
    ...(unsubscribe === null || unsubscribe.link === null
      ? []
      : [`${unsubscribe.link.label}:\n${unsubscribe.link.url}`]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function renderTable(table: DocumentTable): string {
  const rows = table.rows.map((row) => {
    const gap = width - [...row.label].length - [...row.value].length;
    return gap < 2 ? `${row.label}\n${' '.repeat(4)}${row.value}` : `${row.label}${' '.repeat(gap)}${row.value}`;
  });
  return [...(table.caption === null ? [] : [table.caption]), ...rows].join('\n');
}

function wrap(paragraph: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}

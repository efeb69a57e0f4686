import { aroundName } from './isolated-name.ts';
import * as blocks from './mail-blocks.ts';
import type { DocumentTable, MessageDocument } from './message-document.ts';
import { Html } from './safe-html.ts';

const nothing = Html.join([]);

/**
 * The document as a mail: one self-contained page without script, remote image or web font, readable in light and dark
 * and on a narrow phone. The markup is that of `mjml/`.
 */
export function renderHtml(document: MessageDocument): string {
  const { title, language, greeting, paragraphs, highlight, tables, action, closing, help, footer, unsubscribe } =
    document;
  const page = blocks.mail({
    language,
    title,
    preview: paragraphs[0] ?? title,
    greeting: greeting === null ? nothing : renderGreeting(greeting),
    paragraphs: Html.join(paragraphs.map((text) => blocks.paragraph({ text }))),
    highlight: highlight === null ? nothing : blocks.highlight({ text: highlight }),
    tables: Html.join(tables.map(renderTable)),
    button: action === null ? nothing : blocks.button(action),
    closing: Html.join(closing.map((text) => blocks.closingParagraph({ text }))),
    help:
      help === null ? nothing : help.url === null ? blocks.plainHelp(help) : blocks.help({ ...help, url: help.url }),
    footer: Html.join(footer.map((text) => blocks.footerLine({ text }))),
    unsubscribe: unsubscribe === null ? nothing : renderUnsubscribe(unsubscribe),
  });
  return page.markup;
}

function renderGreeting(greeting: string): Html {
  const { before, name, after } = aroundName(greeting);
  return name === null ? blocks.paragraph({ text: greeting }) : blocks.greeting({ before, name, after });
}

function renderTable({ caption, rows }: DocumentTable): Html {
  return blocks.table({
    caption: caption === null ? nothing : blocks.caption({ text: caption }),
    rows: Html.join(
      rows.map((row) => (row.sum ? blocks.sumRow(row) : row.whole ? blocks.wholeRow(row) : blocks.row(row))),
    ),
  });
}

function renderUnsubscribe({ reason, link }: NonNullable<MessageDocument['unsubscribe']>): Html {
  const why = blocks.reason({ text: reason });
  return link === null ? why : Html.join([why, blocks.unsubscribeLink(link)]);
}

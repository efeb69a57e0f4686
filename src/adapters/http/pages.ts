import { createHash } from 'node:crypto';
import type { Language } from '../../domain/user/language.ts';

/**
 * A page of a few lines for a person who came by an address in a message. All of it is of us: nothing that was sent is on it.
 */
export interface Page {
  readonly title: string;
  readonly lines: readonly string[];
  /** What can be done here; null where there is nothing to do. */
  readonly button: PageButton | null;
}

/** A button that posts to the page's own address. */
export interface PageButton {
  readonly words: string;
  /** The one field of the form that it sends, where whoever receives it looks for one. */
  readonly sends?: { readonly name: string; readonly value: string };
}

const style = [
  ':root { color-scheme: light dark; }',
  'body { margin: 0 auto; max-width: 34rem; padding: 2rem 1rem; font: 1.125rem/1.5 system-ui, sans-serif; }',
  'button { font: inherit; padding: .75rem 1.25rem; min-height: 44px; cursor: pointer; }',
].join('\n');

/**
 * A page runs nothing, loads nothing and stands in no frame; its form goes to this host alone. The one style in it is
 * allowed by its hash.
 */
const contentSecurityPolicy: string = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The response that shows it. The form has no address of its own, so that the token of this one is not in the page. */
export function pageResponse(status: number, { title, lines, button }: Page, language: Language): Response {
  const form = button === null ? '' : `<form method="post">${buttonMarkup(button)}</form>\n`;
  const markup = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${lines.map((line) => `<p>${escaped(line)}</p>`).join('\n')}
${form}</main>
</body>
</html>
`;
  return new Response(markup, {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': language,
      'Content-Security-Policy': contentSecurityPolicy,
    },
  });
}

function buttonMarkup({ words, sends }: PageButton): string {
  const field = sends === undefined ? '' : ` name="${escaped(sends.name)}" value="${escaped(sends.value)}"`;
  return `<button${field}>${escaped(words)}</button>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

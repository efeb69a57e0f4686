const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** A text as HTML has it, read back. */
export function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');
}

/** What a reader of an HTML mail sees: its texts, tag by tag, without style and without what is for Outlook alone. */
export function textsOfHtml(html: string): readonly string[] {
  return html
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .split(/<[^>]*>/)
    .map(unescaped)
    .filter((text) => text.trim() !== '');
}

/** The tags of an HTML mail, with their attributes. */
export function tagsOfHtml(html: string): readonly string[] {
  return html.match(/<[^>]*>/g) ?? [];
}

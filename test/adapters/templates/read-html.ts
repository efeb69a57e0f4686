const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** What a reader of an HTML mail sees: its texts, tag by tag, without style. */
export function textsOfHtml(html: string): readonly string[] {
  return html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .split(/<[^>]*>/)
    .map((text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? ''))
    .filter((text) => text.trim() !== '');
}

/** The tags of an HTML mail, with their attributes. */
export function tagsOfHtml(html: string): readonly string[] {
  return html.match(/<[^>]*>/g) ?? [];
}

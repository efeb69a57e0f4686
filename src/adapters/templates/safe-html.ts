/**
 * Markup that was made by {@link html} alone. A class and no branded text, so that at run time too a text is told from
 * markup: whatever is no `Html` is escaped.
 */
export class Html {
  readonly markup: string;

  private constructor(markup: string) {
    this.markup = markup;
  }

  /** Markup as a template has it; only `html` calls this. */
  static of(parts: TemplateStringsArray, values: readonly (string | Html)[]): Html {
    return new Html(
      String.raw({ raw: parts }, ...values.map((value) => (value instanceof Html ? value.markup : escaped(value)))),
    );
  }

  /** Several, one after the other. */
  static join(parts: readonly Html[]): Html {
    return new Html(parts.map(({ markup }) => markup).join('\n'));
  }
}

/** Makes markup of a template: each value between tags or in double quotes is escaped, unless it is markup itself. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Html)[]): Html {
  return Html.of(parts, values);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The one place where a text becomes safe between tags and inside double-quoted attributes. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

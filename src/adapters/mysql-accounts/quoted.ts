/** Names and texts as MySQL reads them in a statement. All of ours are plain; what a server answers may be anything. */

/** A name: of a database, a table or a column. */
export function quotedName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** A text. Backslashes are escapes unless the session says otherwise, so they are doubled. */
export function quotedText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** An account: it is the name and the host together. */
export function quotedAccount({ user, host }: { readonly user: string; readonly host: string }): string {
  return `${quotedText(user)}@${quotedText(host)}`;
}

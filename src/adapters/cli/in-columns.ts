/** Lines of cells as a table: each column as wide as its widest cell, and nothing behind the last. */
export function inColumns(lines: readonly (readonly string[])[], gap: string): readonly string[] {
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(gap)
      .trimEnd(),
  );
}

import { inflateSync } from 'node:zlib';

/** The lines that a PDF of ours shows, in the order in which they are drawn, read back from its bytes. */
export function linesOfPdf(bytes: Uint8Array): readonly string[] {
  const file = Buffer.from(bytes).toString('latin1');
  const lines: string[] = [];
  for (const { 0: opening, 1: dictionary = '', index } of file.matchAll(/<<([^>]*)>>\s*stream\r?\n/g)) {
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1]);
    const stream = file.slice(index + opening.length, index + opening.length + length);
    const content = dictionary.includes('FlateDecode')
      ? inflateSync(Buffer.from(stream, 'latin1')).toString('latin1')
      : stream;
    for (const [, shown = ''] of content.matchAll(/\[((?:<[0-9a-f]*>|[^\]<])*)\] TJ/g)) {
      const hex = [...shown.matchAll(/<([0-9a-f]*)>/g)].map(([, part = '']) => part).join('');
      lines.push(new TextDecoder('windows-1252').decode(Buffer.from(hex, 'hex')));
    }
  }
  return lines;
}

/** All that a PDF shows as one text, its spaces made alike: a line may break at any of them. */
export function textOfPdf(bytes: Uint8Array): string {
  return oneLine(linesOfPdf(bytes).join(' '));
}

export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

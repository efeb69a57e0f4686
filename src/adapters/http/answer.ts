import type { Language } from '../../domain/user/language.ts';
import { type Page, pageResponse } from './pages.ts';

/** What a route answers where nothing was refused, before it becomes a response. */
export type Answer =
  | { readonly kind: 'json'; readonly status: 200 | 201 | 202; readonly body: unknown }
  | { readonly kind: 'file'; readonly mediaType: string; readonly fileName: string; readonly content: Uint8Array }
  | { readonly kind: 'page'; readonly page: Page; readonly language: Language }
  | { readonly kind: 'nothing' };

/** Plain data as JSON. */
export function json(status: 200 | 201 | 202, body: unknown): Answer {
  return { kind: 'json', status, body };
}

/** It is done, and there is nothing to say of it. */
export const nothing: Answer = { kind: 'nothing' };

/** A zip to be saved, under a name of ours. */
export function zipFile({ fileName, archive }: { readonly fileName: string; readonly archive: Uint8Array }): Answer {
  return { kind: 'file', mediaType: 'application/zip', fileName, content: archive };
}

/** Something to read for a person with a browser. */
export function page(page: Page, language: Language): Answer {
  return { kind: 'page', page, language };
}

/** The response that says it. */
export function responseOf(answer: Answer): Response {
  switch (answer.kind) {
    case 'json':
      return Response.json(answer.body, { status: answer.status });
    case 'file':
      return new Response(new Uint8Array(answer.content), {
        headers: {
          'Content-Type': answer.mediaType,
          'Content-Disposition': `attachment; filename="${answer.fileName.replace(/[^A-Za-z0-9._-]/g, '_')}"`,
        },
      });
    case 'page':
      return pageResponse(200, answer.page, answer.language);
    case 'nothing':
      return new Response(null, { status: 204 });
  }
}

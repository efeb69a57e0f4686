import type { MessageTemplates } from '../../application/ports/message-templates.ts';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import { ResultAsync } from '../../domain/result.ts';
import { type Language, languages } from '../../domain/user/language.ts';
import { type Preview, previewOf } from './preview.ts';
import { Html, html } from './safe-html.ts';
import { channelsOf, type SampleName, sampleNames } from './samples/sample-names.ts';

/** One page with every sample in every language, by each channel that it is sent by: mails as they look. It loads nothing. */
export function galleryPage(templates: MessageTemplates): ResultAsync<string, PortFailure> {
  const all = sampleNames.flatMap((sample) =>
    languages.map((language) =>
      previewOf(sample, language, templates).map((preview) => ({ sample, language, preview })),
    ),
  );
  return ResultAsync.combine(all).map((shown) => {
    const sections = sampleNames.map((sample) =>
      section(
        sample,
        shown.filter((one) => one.sample === sample),
      ),
    );
    return page(sections).markup;
  });
}

interface Shown {
  readonly sample: SampleName;
  readonly language: Language;
  readonly preview: Preview;
}

function section(sample: SampleName, shown: readonly Shown[]): Html {
  return html`<section id="${sample}">
<h2>${sample}</h2>
<div class="pair">
${Html.join(shown.map(figure))}
</div>
</section>`;
}

/** What is sent of a message. The mail stands in a frame of its own, which may run nothing and reach nothing. */
function figure({ sample, language, preview: { subject, html: mail, sms } }: Shown): Html {
  const sent = channelsOf(sample);
  const inFrame = html`<iframe sandbox="" title="${subject}" loading="lazy" srcdoc="${mail}"></iframe>`;
  return html`<figure>
<figcaption lang="${language}">${language}: ${subject}</figcaption>
${Html.join([
  ...(sent.includes('email') ? [inFrame] : []),
  ...(sent.includes('sms') ? [html`<p class="sms" lang="${language}">${sms}</p>`] : []),
])}
</figure>`;
}

function page(sections: readonly Html[]): Html {
  const links = sampleNames.map((sample) => html`<a href="#${sample}">${sample}</a>`);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Messages of Joos</title>
<style>
:root { color-scheme: light dark; }
body { background: Canvas; color: CanvasText; margin: 0 auto; max-width: 1240px; padding: 24px 16px; font: 16px/1.5 system-ui, sans-serif; }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; }
a { color: LinkText; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); gap: 24px; }
figure { margin: 0; }
figcaption { font-weight: 600; padding: 0 0 8px; }
iframe { width: 100%; height: 640px; border: 1px solid #8a9591; border-radius: 8px; }
.sms { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #8a9591; border-radius: 8px; padding: 8px 12px; }
</style>
</head>
<body>
<header>
<h1>Messages of Joos</h1>
<p>Every message in every language, with invented content. A browser that is set to dark shows them dark.</p>
</header>
<nav aria-label="Messages">
${Html.join(links)}
</nav>
<main>
${Html.join(sections)}
</main>
</body>
</html>
`;
}

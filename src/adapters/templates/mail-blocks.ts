// Written by scripts/templates.ts from the sources in mjml/: change those, and run `node scripts/templates.ts`.
import { type Html, html } from './safe-html.ts';

interface GreetingValues {
  readonly before: string;
  readonly name: string;
  readonly after: string;
}

/** Markup of the block `greeting`. */
export function greeting(value: GreetingValues): Html {
  return html`<tr>
<td
align="left" class="ink" style="font-size:0px;padding:0 22px 14px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', Arial, sans-serif;font-size:16px;line-height:1.5;text-align:left;color:#17211d;"
><p>${value.before}<bdi dir="auto">${value.name}</bdi>${value.after}</p></div>
</td>
</tr>`;
}

interface ParagraphValues {
  readonly text: string;
}

/** Markup of the block `paragraph`. */
export function paragraph(value: ParagraphValues): Html {
  return html`<tr>
<td
align="left" class="ink" style="font-size:0px;padding:0 22px 14px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', Arial, sans-serif;font-size:16px;line-height:1.5;text-align:left;color:#17211d;"
><p dir="auto">${value.text}</p></div>
</td>
</tr>`;
}

interface HighlightValues {
  readonly text: string;
}

/** Markup of the block `highlight`. */
export function highlight(value: HighlightValues): Html {
  return html`<tr>
<td
align="left" class="box" style="font-size:0px;padding:4px 22px 18px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', Arial, sans-serif;font-size:16px;line-height:1.5;text-align:left;color:#17211d;"
><p style="background:#f2f4f3;border-radius:8px;padding:14px 16px;font-family:ui-monospace,'DejaVu Sans Mono',Consolas,monospace;font-size:30px;line-height:1.2;letter-spacing:6px;text-align:center;font-weight:700;">${value.text}</p></div>
</td>
</tr>`;
}

interface CaptionValues {
  readonly text: string;
}

/** Markup of the block `caption`. */
export function caption(value: CaptionValues): Html {
  return html`<caption dir="auto">${value.text}</caption>`;
}

interface RowValues {
  readonly label: string;
  readonly value: string;
}

/** Markup of the block `row`. */
export function row(value: RowValues): Html {
  return html`<tr><th scope="row" dir="auto">${value.label}</th><td class="value" dir="auto">${value.value}</td></tr>`;
}

interface WholeRowValues {
  readonly label: string;
  readonly value: string;
}

/** Markup of the block `wholeRow`. */
export function wholeRow(value: WholeRowValues): Html {
  return html`<tr><th scope="row" dir="auto">${value.label}</th><td class="value whole" dir="auto">${value.value}</td></tr>`;
}

interface SumRowValues {
  readonly label: string;
  readonly value: string;
}

/** Markup of the block `sumRow`. */
export function sumRow(value: SumRowValues): Html {
  return html`<tr class="sum"><th scope="row" dir="auto">${value.label}</th><td class="value whole" dir="auto">${value.value}</td></tr>`;
}

interface TableValues {
  readonly caption: Html;
  readonly rows: Html;
}

/** Markup of the block `table`. */
export function table(value: TableValues): Html {
  return html`<tr>
<td
align="left" class="rows ink" style="font-size:0px;padding:6px 22px 18px;word-break:break-word;"
>
<table
cellpadding="0" cellspacing="0" width="100%" border="0" style="color:#17211d;font-family:system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', Arial, sans-serif;font-size:15px;line-height:1.4;table-layout:auto;width:100%;border:none;"
>
${value.caption}
${value.rows}


</table>
</td>
</tr>`;
}

interface ButtonValues {
  readonly url: string;
  readonly label: string;
}

/** Markup of the block `button`. */
export function button(value: ButtonValues): Html {
  return html`<tr>
<td
align="left" class="button" style="font-size:0px;padding:4px 22px 18px;word-break:break-word;"
>
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" style="border-collapse:separate;line-height:100%;"
>
<tbody>
<tr>
<td
align="center" bgcolor="#0a6b4b" role="presentation" style="border:none;border-radius:8px;cursor:auto;mso-padding-alt:12px 20px;background:#0a6b4b;" valign="middle"
>
<a
href="${value.url}" style="display:inline-block;background:#0a6b4b;color:#ffffff;font-family:system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', Arial, sans-serif;font-size:16px;font-weight:600;line-height:120%;margin:0;text-decoration:none;text-transform:none;padding:12px 20px;mso-padding-alt:0px;border-radius:8px;" target="_blank"
>
${value.label}
</a>
</td>
</tr>
</tbody>
</table>
</td>
</tr>`;
}

interface ClosingParagraphValues {
  readonly text: string;
}

/** Markup of the block `closingParagraph`. */
export function closingParagraph(value: ClosingParagraphValues): Html {
  return html`<tr>
<td
align="left" class="ink" style="font-size:0px;padding:0 22px 14px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', Arial, sans-serif;font-size:16px;line-height:1.5;text-align:left;color:#17211d;"
><p dir="auto">${value.text}</p></div>
</td>
</tr>`;
}

interface HelpValues {
  readonly sentence: string;
  readonly url: string;
  readonly contact: string;
}

/** Markup of the block `help`. */
export function help(value: HelpValues): Html {
  return html`<tr>
<td
align="left" class="muted" style="font-size:0px;padding:0 22px 4px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', Arial, sans-serif;font-size:13px;line-height:1.5;text-align:left;color:#54605b;"
><p>${value.sentence} <a href="${value.url}">${value.contact}</a></p></div>
</td>
</tr>`;
}

interface PlainHelpValues {
  readonly sentence: string;
  readonly contact: string;
}

/** Markup of the block `plainHelp`. */
export function plainHelp(value: PlainHelpValues): Html {
  return html`<tr>
<td
align="left" class="muted" style="font-size:0px;padding:0 22px 4px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', Arial, sans-serif;font-size:13px;line-height:1.5;text-align:left;color:#54605b;"
><p>${value.sentence} ${value.contact}</p></div>
</td>
</tr>`;
}

interface FooterLineValues {
  readonly text: string;
}

/** Markup of the block `footerLine`. */
export function footerLine(value: FooterLineValues): Html {
  return html`<tr>
<td
align="left" class="muted" style="font-size:0px;padding:0 22px 2px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', Arial, sans-serif;font-size:13px;line-height:1.5;text-align:left;color:#54605b;"
><p dir="auto">${value.text}</p></div>
</td>
</tr>`;
}

interface ReasonValues {
  readonly text: string;
}

/** Markup of the block `reason`. */
export function reason(value: ReasonValues): Html {
  return html`<tr>
<td
align="left" class="muted" style="font-size:0px;padding:12px 22px 2px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', Arial, sans-serif;font-size:13px;line-height:1.5;text-align:left;color:#54605b;"
><p>${value.text}</p></div>
</td>
</tr>`;
}

interface UnsubscribeLinkValues {
  readonly url: string;
  readonly label: string;
}

/** Markup of the block `unsubscribeLink`. */
export function unsubscribeLink(value: UnsubscribeLinkValues): Html {
  return html`<tr>
<td
align="left" class="muted" style="font-size:0px;padding:0 22px 2px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', Arial, sans-serif;font-size:13px;line-height:1.5;text-align:left;color:#54605b;"
><p><a href="${value.url}">${value.label}</a></p></div>
</td>
</tr>`;
}

interface MailValues {
  readonly language: string;
  readonly title: string;
  readonly preview: string;
  readonly greeting: Html;
  readonly paragraphs: Html;
  readonly highlight: Html;
  readonly tables: Html;
  readonly button: Html;
  readonly closing: Html;
  readonly help: Html;
  readonly footer: Html;
  readonly unsubscribe: Html;
}

/** Markup of the block `mail`. */
export function mail(value: MailValues): Html {
  return html`<!doctype html>
<html lang="${value.language}" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<title>${value.title}</title>
<!--[if !mso]><!-->
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<!--<![endif]-->
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style type="text/css">
#outlook a { padding:0; }
body { margin:0;padding:0;-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%; }
table, td { border-collapse:collapse;mso-table-lspace:0pt;mso-table-rspace:0pt; }
img { border:0;height:auto;line-height:100%; outline:none;text-decoration:none;-ms-interpolation-mode:bicubic; }
p { display:block;margin:13px 0; }
</style>
<!--[if mso]>
<noscript>
<xml>
<o:OfficeDocumentSettings>
<o:AllowPNG/>
<o:PixelsPerInch>96</o:PixelsPerInch>
</o:OfficeDocumentSettings>
</xml>
</noscript>
<![endif]-->
<!--[if lte mso 11]>
<style type="text/css">
.mj-outlook-group-fix { width:100% !important; }
</style>
<![endif]-->
<style type="text/css">
@media only screen and (min-width:480px) {
.mj-column-per-100 { width:100% !important; max-width: 100%; }
}
</style>
<style media="screen and (min-width:480px)">
.moz-text-html .mj-column-per-100 { width:100% !important; max-width: 100%; }
</style>
<style type="text/css">
:root { color-scheme: light dark; supported-color-schemes: light dark; }
.page { padding: 20px 10px; }
p, h1 { margin: 0; }
.rows caption { text-align: left; font-weight: 600; padding: 0 0 6px; }
.rows th, .rows td { vertical-align: top; padding: 7px 0; border-top: 1px solid #dfe5e2; word-break: normal; overflow-wrap: break-word; }
.rows th { text-align: left; font-weight: 400; min-width: 108px; overflow-wrap: anywhere; }
.rows td.value { text-align: right; padding-left: 16px; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.rows td.whole { white-space: nowrap; }
.rows tr.sum th, .rows tr.sum td { font-weight: 700; }
.muted a { color: #0a6b4b; }
@media (prefers-color-scheme: dark) {
body, .page, .page > div { background: #101513 !important; background-color: #101513 !important; }
.sheet, .sheet > table { background: #1a211e !important; background-color: #1a211e !important; }
.ink div, .ink table { color: #e6ece9 !important; }
.muted div { color: #a3b0aa !important; }
.brand div, .muted a { color: #5fd3a6 !important; }
.rows th, .rows td { border-color: #3a4641 !important; }
.box p { background: #0f1412 !important; color: #e6ece9 !important; }
.button td, .button a { background: #5fd3a6 !important; color: #06120d !important; }
}
</style>
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
</head>
<body  class="page" style="word-spacing:normal;background-color:#f2f4f3;">
<div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">${value.preview}</div>
<div
aria-label="${value.title}" aria-roledescription="email" role="article" lang="${value.language}" dir="ltr" style="word-spacing:normal;background-color:#f2f4f3;"
>
<!--[if mso | IE]><table align="center" border="0" cellpadding="0" cellspacing="0" class="sheet-outlook" role="presentation" style="width:560px;" width="560" bgcolor="#ffffff" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div  class="sheet" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:560px;border-radius:12px;overflow:hidden;">
<table
align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="background:#ffffff;background-color:#ffffff;width:100%;border-collapse:separate;"
>
<tbody>
<tr>
<td
style="border-radius:12px;direction:ltr;font-size:0px;padding:28px 0 20px;text-align:center;"
>
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" style="vertical-align:top;width:560px;" ><![endif]-->
<div
class="mj-column-per-100 mj-outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"
>
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" style="vertical-align:top;" width="100%"
>
<tbody>
<tr>
<td
align="left" class="brand" style="font-size:0px;padding:0 22px 18px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', Arial, sans-serif;font-size:16px;font-weight:700;letter-spacing:1px;line-height:1.5;text-align:left;color:#0a6b4b;"
><p>JOOS</p></div>
</td>
</tr>
<tr>
<td
align="left" class="ink" style="font-size:0px;padding:0 22px 14px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', Arial, sans-serif;font-size:22px;font-weight:700;line-height:1.3;text-align:left;color:#17211d;"
><h1 style="font-size:22px;line-height:1.3;font-weight:700;" dir="auto">${value.title}</h1></div>
</td>
</tr>
${value.greeting}${value.paragraphs}${value.highlight}${value.tables}${value.button}${value.closing}
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><table align="center" border="0" cellpadding="0" cellspacing="0" class="" role="presentation" style="width:560px;" width="560" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div  style="margin:0px auto;max-width:560px;">
<table
align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="width:100%;"
>
<tbody>
<tr>
<td
style="direction:ltr;font-size:0px;padding:16px 0 24px;text-align:center;"
>
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" style="vertical-align:top;width:560px;" ><![endif]-->
<div
class="mj-column-per-100 mj-outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"
>
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" style="vertical-align:top;" width="100%"
>
<tbody>
${value.help}${value.footer}${value.unsubscribe}
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</div>
</body>
</html>`;
}

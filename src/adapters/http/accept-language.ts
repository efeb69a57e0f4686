import { Language } from '../../domain/user/language.ts';

/**
 * The language that the client likes best of those that we write (RFC 9110, 12.5.4): by weight, and by order where the
 * weights are equal. A region does not matter, `de-AT` is served German.
 */
export function acceptedLanguage(header: string | null, fallback: Language): Language {
  const wanted = (header ?? '')
    .split(',')
    .map(rangeOf)
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight);
  for (const { primary } of wanted) {
    if (primary === '*') return fallback;
    const language = Language.parse(primary);
    if (language.isOk()) return language.value;
  }
  return fallback;
}

function rangeOf(text: string): { readonly primary: string; readonly weight: number } {
  const [tag = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const [primary = ''] = tag.split('-');
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
  return { primary, weight: /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(quality) ? Number(quality) : 0 };
}

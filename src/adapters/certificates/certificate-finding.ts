import { type Ambiguity, ambiguousPlaces } from './ambiguous-text.ts';
import type { sealParts } from './sealed-statement.ts';

/** One thing that is wrong with what should be an erasure certificate. A certificate without any is genuine. */
export type CertificateFinding =
  /** The text that should hold the public key holds none of Ed25519: nothing can be said of the certificate. */
  | { readonly kind: 'NoPublicKey' }
  | { readonly kind: 'NotJson' }
  /** JSON, but of something else. */
  | { readonly kind: 'NotACertificate' }
  /** Its format is of another version of joos, or the version was changed. */
  | { readonly kind: 'UnknownVersion' }
  /** The seal, or a part of it, is not there, has no proper form, or does not belong there. */
  | { readonly kind: 'SealBroken'; readonly part: SealPart }
  /** It was signed with a key that is not the given one. */
  | { readonly kind: 'OtherKey' }
  /** The key is the right one, but it did not sign this seal. */
  | { readonly kind: 'SignatureDoesNotFit' }
  | { readonly kind: 'SectionChanged'; readonly section: SectionName }
  /** There when it was signed, and no more. */
  | { readonly kind: 'SectionMissing'; readonly section: SectionName }
  /** Not there when it was signed. */
  | { readonly kind: 'SectionAdded'; readonly section: SectionName }
  /** The same text can be read in two ways, of which only one was signed. */
  | { readonly kind: 'Ambiguous'; readonly section: SectionName; readonly because: Ambiguity };

/** A part of the seal; `seal` for the whole of it, `addition` for a part that no seal has. */
export type SealPart = 'seal' | 'addition' | (typeof sealParts)[number];

/** The name of a section; null where the document has one that is no word: it may be anything, so it is not repeated. */
export type SectionName = string | null;

/** A section's name as it may be shown: a word, nothing that steers a terminal or quotes a person. */
export function sectionName(name: string | null): SectionName {
  return name !== null && /^[a-z]{1,32}$/i.test(name) ? name : null;
}

/** What a parser of JSON passes over in silence. */
export function ambiguitiesIn(text: string): readonly CertificateFinding[] {
  return ambiguousPlaces(text).map(({ ambiguity, section }) => ({
    kind: 'Ambiguous',
    section: sectionName(section),
    because: ambiguity,
  }));
}

/** One finding in a plain sentence, in English. It quotes nothing of the document but the names of its sections. */
export function describeFinding(finding: CertificateFinding): string {
  switch (finding.kind) {
    case 'NoPublicKey':
      return 'The key file holds no Ed25519 public key in PEM, so nothing can be said of the certificate.';
    case 'NotJson':
      return 'This is no JSON: it was cut short, or it is something else.';
    case 'NotACertificate':
      return 'This is no erasure certificate.';
    case 'UnknownVersion':
      return 'Its version is not one that this program knows.';
    case 'SealBroken':
      return sealWords[finding.part];
    case 'OtherKey':
      return 'It was signed with another key: this is no certificate of the installation whose key you gave.';
    case 'SignatureDoesNotFit':
      return 'The signature does not fit: the seal was changed, or somebody without the key made it.';
    case 'SectionChanged':
      return `The section ${named(finding.section)} was changed after it was signed.`;
    case 'SectionMissing':
      return `The section ${named(finding.section)} was taken out.`;
    case 'SectionAdded':
      return `The section ${named(finding.section)} was put in: nobody signed it.`;
    case 'Ambiguous':
      return finding.because === 'name-twice'
        ? `The section ${named(finding.section)} has the same name twice, so that programs read it differently.`
        : `The section ${named(finding.section)} has a number in a form that programs read differently.`;
  }
}

const sealWords: Readonly<Record<SealPart, string>> = {
  seal: 'It has no seal: it was taken out, or this was never signed.',
  algorithm: 'The seal does not say Ed25519.',
  keyId: 'The seal names its key wrongly.',
  digests: 'The seal has no digests of the sections.',
  signature: 'The seal has no signature of a proper form.',
  addition: 'The seal has a part that no seal has.',
};

function named(section: SectionName): string {
  return section === null ? 'with a name that is no word' : `"${section}"`;
}

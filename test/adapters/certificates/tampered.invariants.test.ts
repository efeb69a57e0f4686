import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CertificateFinding, verifyCertificate } from '../../../src/adapters/certificates/index.ts';
import type { CertificateSigner } from '../../../src/application/ports/certificate-signer.ts';
import { certificateFacts } from '../../arbitraries/certificate.ts';
import { sampleFacts } from './sample-facts.ts';
import { issued, newSigner } from './signers.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Path = readonly (string | number)[];

let signer: CertificateSigner;
let publicKey: string;

beforeAll(async () => {
  signer = await newSigner();
  ({ publicKey } = await issued(sampleFacts, signer));
});

const documents = certificateFacts.map((facts) => async (): Promise<{ [name: string]: Json }> => {
  const { text } = await issued(facts, signer);
  return JSON.parse(text) as { [name: string]: Json };
});

/** The way to everything in a document: sections, objects, lists and values. */
function paths(value: Json, to: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [to];
  const inside = Object.entries(value).flatMap(([name, child]) =>
    paths(child, [...to, Array.isArray(value) ? Number(name) : name]),
  );
  return [to, ...inside];
}

/** The document with another value in one place; undefined takes it out. */
function replaced(value: Json, [at, ...rest]: Path, by: (old: Json) => Json | undefined): Json {
  if (at === undefined) return by(value) ?? null;
  const copy = structuredClone(value) as { [name: string]: Json }; // sound: the path leads on, so this is no leaf
  const child = rest.length === 0 ? by(copy[at] ?? null) : replaced(copy[at] ?? null, rest, by);
  if (child !== undefined) copy[at] = child;
  else if (Array.isArray(copy)) copy.splice(Number(at), 1);
  else delete copy[at];
  return copy;
}

/** A value of the same kind that is not this one. */
function another(value: Json): Json {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string') return value.endsWith('0') ? `${value.slice(0, -1)}1` : `${value.slice(0, -1)}0`;
  if (typeof value === 'boolean') return !value;
  if (value === null) return 0;
  return Array.isArray(value) ? [...value, null] : { ...value, added: null };
}

/** Whether a finding speaks of what was changed: the section, or the seal in the words for its parts. */
function names(findings: readonly CertificateFinding[], [section, part, digest]: Path): boolean {
  if (section === 'seal') {
    const ofSeal = findings.some(({ kind }) => ['SealBroken', 'SignatureDoesNotFit', 'OtherKey'].includes(kind));
    return ofSeal && (part !== 'digests' || digest === undefined || namesSection(findings, String(digest)));
  }
  return namesSection(findings, String(section));
}

function namesSection(findings: readonly CertificateFinding[], section: string): boolean {
  return findings.some((finding) => 'section' in finding && finding.section === section);
}

/** No other section is blamed. */
function blamedBeside(findings: readonly CertificateFinding[], section: string): readonly CertificateFinding[] {
  return findings.filter((finding) => 'section' in finding && finding.section !== section);
}

describe('Of a genuine certificate', () => {
  test('every value that is changed is found, and its section alone is named', async () => {
    await fc.assert(
      fc.asyncProperty(documents, fc.nat(), async (issue, pick) => {
        const document = await issue();
        const all = paths(document).filter(({ length }) => length > 0);
        const path = all[pick % all.length]!;
        const findings = verifyCertificate(JSON.stringify(replaced(document, path, another)), publicKey);
        expect(names(findings, path), path.join('.')).toBe(true);
        if (path[0] !== 'seal') expect(blamedBeside(findings, String(path[0]))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('every value that is taken out is found, and its section alone is named', async () => {
    await fc.assert(
      fc.asyncProperty(documents, fc.nat(), async (issue, pick) => {
        const document = await issue();
        const all = paths(document).filter(({ length }) => length > 0);
        const path = all[pick % all.length]!;
        const findings = verifyCertificate(JSON.stringify(replaced(document, path, () => undefined)), publicKey);
        expect(names(findings, path), path.join('.')).toBe(true);
        if (path[0] !== 'seal') expect(blamedBeside(findings, String(path[0]))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('whatever is put in is found, wherever it stands', async () => {
    await fc.assert(
      fc.asyncProperty(
        documents,
        fc.nat(),
        fc.stringMatching(/^[a-z]{1,8}$/),
        fc.jsonValue(),
        async (issue, pick, name, value) => {
          const document = await issue();
          const open = paths(document).filter((path) => {
            const at = path.reduce<Json>(
              (inside, step) => (inside as { [name: string]: Json })[step] ?? null,
              document,
            );
            return typeof at === 'object' && at !== null && !Array.isArray(at) && !(name in at);
          });
          const path = open[pick % open.length]!;
          const grown =
            path.length === 0
              ? { ...document, [name]: value as Json }
              : replaced(document, path, (old) => ({ ...(old as object), [name]: value as Json }));
          const findings = verifyCertificate(JSON.stringify(grown), publicKey);
          expect(names(findings, path.length === 0 ? [name] : path), path.join('.')).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('the order of names does not matter, at any depth', async () => {
    const turned = (value: Json): Json => {
      if (Array.isArray(value)) return value.map(turned);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .map(([name, child]) => [name, turned(child)] as const)
          .toReversed(),
      );
    };
    await fc.assert(
      fc.asyncProperty(documents, async (issue) => {
        const document = await issue();
        expect(verifyCertificate(JSON.stringify(turned(document)), publicKey)).toEqual([]);
      }),
    );
  });

  test('the order of a list does matter', async () => {
    const { text } = await issued(sampleFacts, signer);
    const document = JSON.parse(text) as { [name: string]: Json[] };
    for (const section of ['stores', 'keys', 'retained', 'processors', 'proves']) {
      const changed = { ...document, [section]: document[section]!.toReversed() };
      expect(verifyCertificate(JSON.stringify(changed), publicKey)).toEqual([{ kind: 'SectionChanged', section }]);
    }
  });

  test('every bit of the signature counts, and every character of its text', async () => {
    const { text } = await issued(sampleFacts, signer);
    const { seal, ...sections } = JSON.parse(text) as { seal: { signature: string } };
    const withSignature = (signature: string) =>
      verifyCertificate(JSON.stringify({ ...sections, seal: { ...seal, signature } }), publicKey);
    const bytes = Buffer.from(seal.signature, 'base64');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(withSignature(flipped.toString('base64'))).toEqual([{ kind: 'SignatureDoesNotFit' }]);
    }
    for (let at = 0; at < seal.signature.length; at += 1) {
      for (const character of ['A', 'B', '=', '/', '-', '']) {
        const changed = seal.signature.slice(0, at) + character + seal.signature.slice(at + 1);
        if (changed !== seal.signature) expect(withSignature(changed)).toHaveLength(1);
      }
    }
  });

  test('every character of the text counts, but for white space', async () => {
    const { text } = await issued(sampleFacts, signer);
    let inString = false;
    for (let at = 0; at < text.length; at += 1) {
      const character = text[at]!;
      if (character === '"') inString = !inString;
      if (!inString && /\s/.test(character)) continue;
      const changed = `${text.slice(0, at)}${character === '7' ? '8' : '7'}${text.slice(at + 1)}`;
      expect(verifyCertificate(changed, publicKey), `character ${at}`).not.toEqual([]);
    }
  });
});

test('whatever text it is given, it says what is wrong and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), fc.string(), (text, pem) => {
      expect(verifyCertificate(text, publicKey)).not.toEqual([]);
      expect(verifyCertificate(text, pem)).toEqual([{ kind: 'NoPublicKey' }]);
    }),
  );
});

/**
 * Known answers that others published. What is named is copied from the source that stands above it, as hexadecimal digits.
 */

export interface GcmVector {
  readonly name: string;
  readonly key: string;
  readonly nonce: string;
  readonly clear: string;
  readonly associated: string;
  readonly body: string;
  readonly tag: string;
}

const key16 = 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308';
const clear15 =
  'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255';
const body15 =
  '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad';

/**
 * D. McGrew and J. Viega, "The Galois/Counter Mode of Operation (GCM)", appendix B: the test cases with a key of 256 bits
 * and a nonce of 96 bits.
 */
export const mcgrewViega: readonly GcmVector[] = [
  {
    name: 'test case 13',
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    clear: '',
    associated: '',
    body: '',
    tag: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  {
    name: 'test case 14',
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    clear: '00'.repeat(16),
    associated: '',
    body: 'cea7403d4d606b6e074ec5d3baf39d18',
    tag: 'd0d1c8a799996bf0265b98b5d48ab919',
  },
  {
    name: 'test case 15',
    key: key16,
    nonce: 'cafebabefacedbaddecaf888',
    clear: clear15,
    associated: '',
    body: body15,
    tag: 'b094dac5d93471bdec1a502270e3cc6c',
  },
  {
    name: 'test case 16',
    key: key16,
    nonce: 'cafebabefacedbaddecaf888',
    clear: clear15.slice(0, 120),
    associated: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    body: body15.slice(0, 120),
    tag: '76fc6ece0f4e1768cddf8853bb2d551b',
  },
];

/**
 * NIST CAVP, GCM test vectors, `gcmEncryptExtIV256.rsp`: the first of `[Keylen = 256] [IVlen = 96] [Taglen = 128]` for each
 * pair of lengths that is named.
 */
export const nistCavp: readonly GcmVector[] = [
  {
    name: 'PTlen 0, AADlen 0',
    key: 'b52c505a37d78eda5dd34f20c22540ea1b58963cf8e5bf8ffa85f9f2492505b4',
    nonce: '516c33929df5a3284ff463d7',
    clear: '',
    associated: '',
    body: '',
    tag: 'bdc1ac884d332457a1d2664f168c76f0',
  },
  {
    name: 'PTlen 0, AADlen 128',
    key: '78dc4e0aaf52d935c3c01eea57428f00ca1fd475f5da86a49c8dd73d68c8e223',
    nonce: 'd79cf22d504cc793c3fb6c8a',
    clear: '',
    associated: 'b96baa8c1c75a671bfb2d08d06be5f36',
    body: '',
    tag: '3e5d486aa2e30b22e040b85723a06e76',
  },
  {
    name: 'PTlen 128, AADlen 0',
    key: '31bdadd96698c204aa9ce1448ea94ae1fb4a9a0b3c9d773b51bb1822666b8f22',
    nonce: '0d18e06c7c725ac9e362e1ce',
    clear: '2db5168e932556f8089a0622981d017d',
    associated: '',
    body: 'fa4362189661d163fcd6a56d8bf0405a',
    tag: 'd636ac1bbedd5cc3ee727dc2ab4a9489',
  },
  {
    name: 'PTlen 128, AADlen 128',
    key: '92e11dcdaa866f5ce790fd24501f92509aacf4cb8b1339d50c9c1240935dd08b',
    nonce: 'ac93a1a6145299bde902f21a',
    clear: '2d71bcfa914e4ac045b2aa60955fad24',
    associated: '1e0889016f67601c8ebea4943bc23ad6',
    body: '8995ae2e6df3dbf96fac7b7137bae67f',
    tag: 'eca5aa77d51d4a0a14d9c51e1da474ab',
  },
];

export interface HmacVector {
  readonly name: string;
  readonly key: string;
  readonly data: string;
  /** Cut to 16 bytes in test case 5, as published. */
  readonly mac: string;
}

const ascii = (text: string): string => Buffer.from(text, 'ascii').toString('hex');

/** RFC 4231, sections 4.2 to 4.8: HMAC-SHA-256. */
export const rfc4231: readonly HmacVector[] = [
  {
    name: 'test case 1',
    key: '0b'.repeat(20),
    data: ascii('Hi There'),
    mac: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  },
  {
    name: 'test case 2',
    key: ascii('Jefe'),
    data: ascii('what do ya want for nothing?'),
    mac: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  },
  {
    name: 'test case 3',
    key: 'aa'.repeat(20),
    data: 'dd'.repeat(50),
    mac: '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
  },
  {
    name: 'test case 4',
    key: '0102030405060708090a0b0c0d0e0f10111213141516171819',
    data: 'cd'.repeat(50),
    mac: '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  },
  {
    name: 'test case 5',
    key: '0c'.repeat(20),
    data: ascii('Test With Truncation'),
    mac: 'a3b6167473100ee06e0c796c2955552b',
  },
  {
    name: 'test case 6',
    key: 'aa'.repeat(131),
    data: ascii('Test Using Larger Than Block-Size Key - Hash Key First'),
    mac: '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  },
  {
    name: 'test case 7',
    key: 'aa'.repeat(131),
    data: ascii(
      'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
    ),
    mac: '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  },
];

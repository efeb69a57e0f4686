/**
 * What a genuine certificate proves, and what no certificate can. Both lists stand in every certificate and are signed with
 * it, so that nobody reads more into one than is there.
 */

/** What follows when the signature fits, in sentences that need no context. */
export const certificateProves: readonly string[] = [
  'Whoever holds the signing key of this installation signed this document, and nothing in it was changed since.',
  'The installation states that it deleted the counted rows and destroyed the keys with these fingerprints.',
  'The installation states that a scan, which shares no code with the deletion, found nothing left but what is listed as retained.',
  'If that is true, whatever was sealed under these keys can be read no more, in backups of the data store either.',
  'The installation states at which position of its append-only ledger the erasure stands: an auditor can ask to see it there.',
];

/** What a reader might take it to prove, and must not. */
export const certificateDoesNotProve: readonly string[] = [
  'It does not prove that the installation told the truth: it is its signed word, for which it can be held to account.',
  'It does not prove that nobody copied data out before the erasure.',
  'It does not prove that a processor did what it answered.',
  'It does not prove that no backup of the vault was kept longer than the policy allows; with one, and the master key, older backups of the data store might be read.',
  'It does not prove who the person was: there is no identity in it, and only the number of the erasure leads to it.',
  'It does not speak of what came after it, nor of another account of the same person.',
];

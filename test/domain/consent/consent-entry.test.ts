import { describe, expect, it } from 'vitest';
import { ConsentChannel, consentActions, consentChannels } from '../../../src/domain/consent/consent-entry.ts';

describe('A line of the consent ledger', () => {
  it('comes by one of these ways', () => {
    expect(consentChannels).toEqual(['app', 'web', 'support', 'unsubscribe-link']);
    for (const channel of consentChannels) expect(ConsentChannel.parse(channel)._unsafeUnwrap()).toBe(channel);
    expect(ConsentChannel.parse('fax')._unsafeUnwrapErr()).toEqual({ kind: 'InvalidConsentChannel' });
  });

  it('says one of these things', () => {
    expect(consentActions).toEqual(['granted', 'withdrawn', 'renewed']);
  });
});

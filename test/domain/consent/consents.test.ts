import { describe, expect, it } from 'vitest';
import { consentsAt } from '../../../src/domain/consent/consents.ts';
import { clock, line, version } from './ledger.ts';

const never = { granted: false, since: null, noticeVersion: null };
const evening = clock('20:00');

describe('The consents of a person at a moment', () => {
  it('are none while nothing was said', () => {
    expect(consentsAt([], evening)).toEqual({ news: never, newsletter: never });
  });

  it('hold what was granted, from the very moment on', () => {
    const ledger = [line('granted', '09:00')];
    expect(consentsAt(ledger, clock('08:59:59.999')).news).toEqual(never);
    expect(consentsAt(ledger, clock('09:00')).news).toEqual({
      granted: true,
      since: clock('09:00'),
      noticeVersion: '2026-11',
    });
  });

  it('are held apart by purpose', () => {
    const ledger = [line('granted', '09:00', { purpose: 'newsletter' })];
    expect(consentsAt(ledger, evening).news).toEqual(never);
    expect(consentsAt(ledger, evening).newsletter.granted).toBe(true);
  });

  it('end with a withdrawal, and the past stays as it was', () => {
    const ledger = [line('granted', '09:00'), line('withdrawn', '10:00', { noticeVersion: version('2026-12') })];
    expect(consentsAt(ledger, clock('09:59')).news.granted).toBe(true);
    expect(consentsAt(ledger, evening).news).toEqual({
      granted: false,
      since: clock('10:00'),
      noticeVersion: '2026-12',
    });
  });

  it('begin anew when they are granted again', () => {
    const ledger = [line('granted', '09:00'), line('withdrawn', '10:00'), line('granted', '11:00')];
    expect(consentsAt(ledger, evening).news).toMatchObject({ granted: true, since: clock('11:00') });
  });

  it('stay since when they were, and take the newer notice, when they are renewed or granted once more', () => {
    for (const action of ['renewed', 'granted'] as const) {
      const ledger = [line('granted', '09:00'), line(action, '10:00', { noticeVersion: version('2026-12') })];
      expect(consentsAt(ledger, evening).news).toEqual({
        granted: true,
        since: clock('09:00'),
        noticeVersion: '2026-12',
      });
    }
  });

  it('stay withdrawn since the first withdrawal', () => {
    const ledger = [line('granted', '09:00'), line('withdrawn', '10:00'), line('withdrawn', '11:00')];
    expect(consentsAt(ledger, evening).news).toMatchObject({ granted: false, since: clock('10:00') });
  });

  it('count as withdrawn by a withdrawal without a grant', () => {
    expect(consentsAt([line('withdrawn', '10:00')], evening).news).toMatchObject({
      granted: false,
      since: clock('10:00'),
    });
  });

  it('do not come to life by a renewal alone', () => {
    expect(consentsAt([line('renewed', '09:00')], evening).news).toEqual(never);
    const withdrawn = [line('granted', '09:00'), line('withdrawn', '10:00')];
    expect(consentsAt([...withdrawn, line('renewed', '11:00')], evening)).toEqual(consentsAt(withdrawn, evening));
  });

  it('follow server time, in whatever order the lines come', () => {
    const ledger = [line('withdrawn', '10:00'), line('granted', '09:00')];
    expect(consentsAt(ledger, evening).news.granted).toBe(false);
  });

  it('follow the order of the lines where server times are the same', () => {
    const granted = line('granted', '09:00');
    const withdrawn = line('withdrawn', '09:00');
    expect(consentsAt([granted, withdrawn], evening).news.granted).toBe(false);
    expect(consentsAt([withdrawn, granted], evening).news.granted).toBe(true);
  });

  it('do not follow the clock of the client', () => {
    const ledger = [
      line('granted', '09:00', { claimedAt: clock('19:00') }),
      line('withdrawn', '10:00', { claimedAt: clock('01:00') }),
    ];
    expect(consentsAt(ledger, evening).news.granted).toBe(false);
    expect(consentsAt(ledger, clock('09:30')).news.granted).toBe(true);
  });

  it('leave the ledger as it is', () => {
    const ledger = Object.freeze([line('withdrawn', '10:00'), line('granted', '09:00')]);
    consentsAt(ledger, evening);
    expect(ledger.map(({ action }) => action)).toEqual(['withdrawn', 'granted']);
  });
});

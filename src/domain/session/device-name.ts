import type { Brand } from '../brand.ts';
import { holdsCardNumber } from '../card/card-number-guard.ts';
import { err, ok, type Result } from '../result.ts';

/** What a person calls the device that a session is on, such as `Robin’s phone`: to tell sessions apart in a list. */
export type DeviceName = Brand<string, 'DeviceName'>;

/** The text is no device name: empty, longer than 60 characters, with characters that show nothing, or with a card number. */
export interface InvalidDeviceName {
  readonly kind: 'InvalidDeviceName';
}

const mostCharacters = 60;

/** Characters that show nothing, fillers and the blank of Braille among them; not the selector that makes an emoji one. */
const showsNothing = /[\p{Other}\p{Zl}\p{Zp}\u2800]|(?!\ufe0f)\p{Default_Ignorable_Code_Point}/u;

/** Smart constructor: accepts 1 to 60 characters on one line. */
export const DeviceName = {
  /** Compatibility characters folded (NFKC), space around it dropped. */
  parse(text: string): Result<DeviceName, InvalidDeviceName> {
    const name = typeof text === 'string' && text.length <= 4 * mostCharacters ? text.normalize('NFKC').trim() : '';
    const fits = name !== '' && Array.from(name).length <= mostCharacters;
    return fits && !showsNothing.test(name) && !holdsCardNumber(name)
      ? ok(name as DeviceName) // sound: every rule was just checked
      : err({ kind: 'InvalidDeviceName' });
  },
};

import type { InvalidCardNumberReason } from '../../domain/card/mask-card.ts';
import type { AddCardRefusal } from '../cards/add-card.ts';
import type { BeginCardSetupRefusal } from '../cards/begin-card-setup.ts';
import type { CompleteCardSetupRefusal } from '../cards/complete-card-setup.ts';
import type { ListCardsRefusal } from '../cards/list-cards.ts';
import type { RemoveCardRefusal } from '../cards/remove-card.ts';
import type { SharedRefusal } from './shared.ts';
import { type Both, say, type WordsOf } from './words.ts';

/** Every refusal of the room `cards`. */
export type CardsRefusal =
  | AddCardRefusal
  | BeginCardSetupRefusal
  | CompleteCardSetupRefusal
  | RemoveCardRefusal
  | ListCardsRefusal;

const numberReasons: Readonly<Record<InvalidCardNumberReason, Both>> = {
  'not-digits': ['A card number is made of digits.', 'Eine Kartennummer besteht aus Ziffern.'],
  length: ['It has too few or too many digits.', 'Sie hat zu wenige oder zu viele Ziffern.'],
  network: ['No card network that we know has such numbers.', 'Kein Kartennetz, das wir kennen, hat solche Nummern.'],
  'check-digit': ['A digit is wrong.', 'Eine Ziffer ist falsch.'],
};

export const cardsWords: Omit<WordsOf<CardsRefusal>, SharedRefusal['kind']> = {
  InvalidCardNumber: ({ reason }) => {
    const [en, de] = numberReasons[reason];
    return say(
      ['That is no card number', en, 'Please check the number on the card.'],
      ['Das ist keine Kartennummer', de, 'Bitte prüfe die Nummer auf der Karte.'],
    );
  },
  InvalidPaymentMethodReference: say(
    [
      'The card could not be added',
      'The card processor named it in a form we do not know.',
      'Please fill in the card form again.',
    ],
    [
      'Die Karte konnte nicht hinzugefügt werden',
      'Der Zahlungsdienst nennt sie in einer Form, die wir nicht kennen.',
      'Bitte fülle das Kartenformular noch einmal aus.',
    ],
  ),
  CardAlreadyAdded: say(
    ['You have this card already', 'It is in your account.', 'There is nothing to do.'],
    ['Diese Karte hast du schon', 'Sie steht in deinem Konto.', 'Es ist nichts zu tun.'],
  ),
  NoSuchCardSetup: say(
    ['The card was not taken in', 'The form did not come to its end.', 'Please fill in the card form again.'],
    [
      'Die Karte wurde nicht aufgenommen',
      'Das Formular kam nicht zum Ende.',
      'Bitte fülle das Kartenformular noch einmal aus.',
    ],
  ),
  NoSuchCard: say(
    [
      'Your account has no such card',
      'It is not there, or was removed.',
      'Please choose a card of your account, or add one.',
    ],
    [
      'Diese Karte gibt es nicht',
      'Sie steht nicht in deinem Konto oder wurde entfernt.',
      'Bitte wähle eine Karte aus deinem Konto oder füge eine hinzu.',
    ],
  ),
};

import { z } from 'zod';
import { CardNumber } from '../../../domain/card/card-number.ts';
import { json } from '../answer.ts';
import { text } from '../asked.ts';
import type { HttpOptions } from '../http-options.ts';
import type { HttpRooms } from '../http-rooms.ts';
import { cardJson, cardSetupJson } from '../presentation/cards.ts';
import { type Route, route } from '../route.ts';

/** The number turns into an object that shows nothing as soon as it is read (POLICY.md C13, C14). */
const cardTaken = z.strictObject({ number: text, paymentMethod: text }).transform(({ number, paymentMethod }) => ({
  number: CardNumber.from(number),
  paymentMethod,
}));

/** Cards, by their last 4 digits. */
export function cardRoutes({ cards }: HttpRooms, { takesCardNumbers = false }: HttpOptions): readonly Route[] {
  return [
    route('GET', '/v1/cards', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => cards.listCards({ session }))
        .map((list) => json(200, { cards: list.map(cardJson) })),
    ),
    ...(takesCardNumbers
      ? [
          route('POST', '/v1/cards', (asked) =>
            asked
              .session()
              .andThen((session) => asked.body(cardTaken).map((taken) => ({ session, ...taken })))
              .asyncAndThen((input) => cards.addCard(input))
              .map((card) => json(201, cardJson(card))),
          ),
        ]
      : []),
    // The number goes from the app's form to the processor, and passes by us in neither of the two (POLICY.md C14).
    route('POST', '/v1/cards/setups', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => cards.beginCardSetup({ session }))
        .map((setup) => json(201, cardSetupJson(setup))),
    ),
    route('POST', '/v1/cards/setups/:setup/completion', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => cards.completeCardSetup({ session, setup: asked.part('setup') }))
        .map((card) => json(201, cardJson(card))),
    ),
    route('DELETE', '/v1/cards/:card', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => cards.removeCard({ session, card: asked.part('card') }))
        .map((removal) => json(200, { removal })),
    ),
  ];
}

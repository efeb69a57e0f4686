import { z } from 'zod';
import { json } from '../answer.ts';
import { text } from '../asked.ts';
import type { HttpRooms } from '../http-rooms.ts';
import { myPaymentJson, paymentJson } from '../presentation/payments.ts';
import { type Route, route } from '../route.ts';

const anotherCard = z.strictObject({ card: text.optional() });

/** What is owed, and another try where a payment failed. */
export function paymentRoutes({ payments }: HttpRooms): readonly Route[] {
  return [
    route('GET', '/v1/payments', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => payments.myPayments({ session }))
        .map((list) => json(200, { payments: list.map(myPaymentJson) })),
    ),
    route('POST', '/v1/payments/:payment/retry', (asked) =>
      asked
        .session()
        .andThen((session) => asked.body(anotherCard).map((wanted) => ({ session, ...wanted })))
        .asyncAndThen((input) => payments.retryPayment({ ...input, payment: asked.part('payment') }))
        .map((payment) => json(200, paymentJson(payment))),
    ),
  ];
}

export { type StripeCards, type StripeOptions, stripeCards } from './stripe-cards.ts';
export { type StripeEventsOptions, stripeEvents, stripeEventTypes } from './stripe-events.ts';

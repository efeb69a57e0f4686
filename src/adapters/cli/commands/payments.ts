import { randomUUID } from 'node:crypto';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { OrderId, PaymentId, RefundId } from '../../../domain/ids.ts';
import { Instant } from '../../../domain/instant.ts';
import { currencies, type Money } from '../../../domain/order/money.ts';
import type { Payment } from '../../../domain/payment/payment.ts';
import { exitCodes } from '../exit-codes.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { oneOf, wholeNumber } from '../option-values.ts';
import { answer, Exit, refuse, type Shell, stop, withProgress } from '../shell.ts';
import { readStaffSession } from '../staff-session-file.ts';

/** `joos payments refund|correct|reconcile`: money that goes back, and money of which nobody knows whether it came. */
export function paymentsCommand(shell: Shell): CommandUnknownOpts {
  return new Command('payments')
    .description('give money back, correct a rental, ask the card processor what became of charges')
    .addHelpText(
      'after',
      `
Who gave money back and for which case is recorded. A refund has a number of its
own: asked for again under the same one, it moves nothing twice.

Example:
  joos payments refund 0b5c0f7e-5f0e-4f0e-9a5e-0d6f3c1e2a34 \\
    --amount 1.50 --currency EUR --case CASE-1042`,
    )
    .addCommand(refundCommand(shell))
    .addCommand(correctCommand(shell))
    .addCommand(reconcileCommand(shell));
}

function refundCommand(shell: Shell) {
  return new Command('refund')
    .description('give money back to the card, in part or in full; the person is told')
    .argument('<payment>', 'the number of the payment')
    .requiredOption('--amount <amount>', 'how much, such as 1.50', amountMinor(shell))
    .requiredOption('--currency <code>', `one of: ${currencies.join(', ')}`, oneOf(shell, '--currency', currencies))
    .requiredOption('--case <number>', 'an open case of the person, such as CASE-1042')
    .option('--refund <uuid>', 'the number of the refund, to repeat one; else a new one is made and printed')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Example:
  joos payments refund 0b5c0f7e-5f0e-4f0e-9a5e-0d6f3c1e2a34 \\
    --amount 1.50 --currency EUR --case CASE-1042`,
    )
    .action(async (payment, { amount, currency, case: caseNumber, refund: named, json }) => {
      if (PaymentId.parse(payment).isErr()) stop(shell, exitCodes.usage, 'the argument is no number of a payment');
      const refund = refundNamed(shell, named);
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const wanted = { payment, amount: { amountMinor: amount, currency }, staffSession, caseNumber, refund };
        tellRefund(shell, named, refund);
        const refunded = await withProgress(shell, 'refunding', () => joos.payments.refund(wanted));
        if (refunded.isErr()) {
          return refuse(shell, json, refunded.error, again(refund));
        }
        answer(shell, json, paymentJson(refunded.value, refund), inWords(refunded.value));
      } finally {
        await joos.close();
      }
    });
}

function correctCommand(shell: Shell) {
  return new Command('correct')
    .description('correct where and when a power bank came back, and give back what was too much')
    .argument('<order>', 'the number of the rental')
    .requiredOption('--station <id>', 'where it came back, such as FRA-0042')
    .requiredOption('--at <time>', 'when, such as 2026-11-23T09:00:00Z')
    .requiredOption('--case <number>', 'an open case of the person, such as CASE-1042')
    .option('--refund <uuid>', 'the number of the refund, to repeat one; else a new one is made and printed')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
The receipt stays as it was; a correction with a number of its own says what
changed, and goes to the person.

Example:
  joos payments correct 0b5c0f7e-5f0e-4f0e-9a5e-0d6f3c1e2a34 \\
    --station FRA-0042 --at 2026-11-23T09:00:00Z \\
    --case CASE-1042`,
    )
    .action(async (order, { station, at, case: caseNumber, refund: named, json }) => {
      if (OrderId.parse(order).isErr()) stop(shell, exitCodes.usage, 'the argument is no number of a rental');
      const refund = refundNamed(shell, named);
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        tellRefund(shell, named, refund);
        const wanted = { order, station, at, staffSession, caseNumber, refund };
        const corrected = await withProgress(shell, 'correcting', () => joos.orders.correctRental(wanted));
        if (corrected.isErr()) {
          return refuse(shell, json, corrected.error, again(refund));
        }
        answer(shell, json, paymentJson(corrected.value, refund), inWords(corrected.value));
      } finally {
        await joos.close();
      }
    });
}

function reconcileCommand(shell: Shell) {
  return new Command('reconcile')
    .description('ask the card processor about every charge whose outcome is not known; charges nothing')
    .option('--limit <count>', 'how many at most', wholeNumber(shell, '--limit', 1, 1_000_000), 10_000)
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\nExample:\n  joos payments reconcile --json`)
    .action(async ({ limit, json }) => {
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const reconciled = await withProgress(shell, 'reconciling', () => joos.payments.reconcilePayments({ limit }));
        if (reconciled.isErr()) {
          return refuse(shell, json, reconciled.error);
        }
        const { succeeded, failed, unknown, unclear } = reconciled.value;
        const words = `paid: ${succeeded}; declined: ${failed}; never heard of: ${unknown}; no answer: ${unclear}`;
        answer(shell, json, reconciled.value, words);
        if (unclear > 0) {
          shell.err('joos: the card processor did not answer for all of them; run it again');
          throw new Exit(exitCodes.unavailable);
        }
      } finally {
        await joos.close();
      }
    });
}

/** Reads an amount as it is written on receipts, in whole minor units; every currency of ours has 2 digits of them. */
function amountMinor(shell: Shell): (text: string) => number {
  return (text) => {
    const [, whole, minor = '00'] = /^(\d{1,7})(?:\.(\d{2}))?$/.exec(text) ?? [];
    return whole === undefined
      ? stop(shell, exitCodes.usage, '--amount takes an amount such as 1.50')
      : Number(whole) * 100 + Number(minor);
  };
}

function refundNamed(shell: Shell, named: string | undefined): string {
  if (named === undefined) return randomUUID();
  return RefundId.parse(named).isOk() ? named : stop(shell, exitCodes.usage, '--refund takes a UUID in lower case');
}

/** Said before any money moves: whoever sees no answer needs the number to ask again. */
function tellRefund(shell: Shell, named: string | undefined, refund: string): void {
  if (named === undefined) shell.err(`joos: to repeat this if it fails, add ${again(refund)}`);
}

function again(refund: string): string {
  return `--refund ${refund}`;
}

function inWords(payment: Payment): string {
  const words = `Payment ${payment.payment}: ${payment.kind}, ${inMajor(payment.amount)}`;
  return payment.kind === 'refunded' ? `${words}, of which ${inMajor(payment.refunded)} went back` : words;
}

function inMajor({ amountMinor, currency }: Money): string {
  return `${(amountMinor / 100).toFixed(2)} ${currency}`;
}

/** What staff needs of a payment. Whose it is, and what the processor calls it, stay inside. */
function paymentJson(payment: Payment, refund: string): unknown {
  return {
    payment: payment.payment,
    order: payment.order,
    state: payment.kind,
    amount: payment.amount,
    refunded: payment.kind === 'refunded' ? payment.refunded : null,
    settledAt: payment.kind === 'pending' ? null : Instant.toISOString(payment.settledAt),
    refund,
  };
}

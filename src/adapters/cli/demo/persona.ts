import type { SoughtValue } from '../../leak-scan/index.ts';

/**
 * The person whose life the demo plays. Nobody real: the numbers are such as are kept free for films and books. The
 * test cards are such as no 8 digits of theirs stand anywhere by chance, as 55555555 does in the system tables of MySQL.
 */
export const persona = {
  phone: '+4915228895456',
  newPhone: '+4915228817386',
  device: 'Robin’s blue phone',
  otherDevice: 'Robin’s old laptop',
  email: 'Robin.Beispiel@example.com',
  username: 'robin_reads',
  firstCard: { number: '4000 0566 5566 5556', paymentMethod: 'pm_sim_ok' },
  secondCard: { number: '5105 1051 0510 5100', paymentMethod: 'pm_sim_insufficient_funds' },
  rentedFrom: 'FRA-0042',
  returnedTo: 'FRA-0107',
  firstPowerBank: 'PB-000731',
  secondPowerBank: 'PB-000894',
} as const;

/** Every personal value that is typed in the demo, in each form in which it might turn up. */
export const typedValues: readonly SoughtValue[] = [
  { label: 'phone', value: persona.phone },
  { label: 'phone', value: persona.phone.slice(1) },
  { label: 'new phone', value: persona.newPhone },
  { label: 'new phone', value: persona.newPhone.slice(1) },
  { label: 'device', value: persona.device },
  { label: 'device', value: persona.otherDevice },
  { label: 'email', value: persona.email },
  { label: 'email', value: persona.email.toLowerCase() },
  { label: 'username', value: persona.username },
  ...cardForms('first card', persona.firstCard.number),
  ...cardForms('second card', persona.secondCard.number),
  { label: 'payment method', value: persona.secondCard.paymentMethod },
  { label: 'station', value: persona.rentedFrom },
  { label: 'station', value: persona.returnedTo },
  { label: 'power bank', value: persona.firstPowerBank },
  { label: 'power bank', value: persona.secondPowerBank },
];

/** A card number as typed, as digits, and every 8 digits in a row of it: twice what may be kept. */
function cardForms(label: string, typed: string): readonly SoughtValue[] {
  const digits = typed.replaceAll(' ', '');
  const windows = new Set(Array.from({ length: digits.length - 7 }, (_, at) => digits.slice(at, at + 8)));
  return [typed, ...windows].map((value) => ({ label, value }));
}

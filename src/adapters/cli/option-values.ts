import { exitCodes } from './exit-codes.ts';
import { type Shell, stop } from './shell.ts';

/** Reads the value of an option as a whole number between bounds; the words of a refusal name the option alone. */
export function wholeNumber(shell: Shell, option: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    return number >= least && number <= most
      ? number
      : stop(shell, exitCodes.usage, `${option} takes a whole number from ${least} to ${most}`);
  };
}

/** Reads the value of an option as one of a list. */
export function oneOf<Choice extends string>(
  shell: Shell,
  option: string,
  choices: readonly Choice[],
): (text: string) => Choice {
  return (text) =>
    choices.find((choice) => choice === text) ??
    stop(shell, exitCodes.usage, `${option} takes one of: ${choices.join(', ')}`);
}

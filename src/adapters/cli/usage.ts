import type { CommanderError } from '@commander-js/extra-typings';

/** A command line is wrong: the command that it was meant for, and what is wrong with it. */
export class WrongUsage extends Error {
  readonly command: string;

  constructor(command: string, words: string) {
    super(words);
    this.command = command;
  }
}

/**
 * What is wrong with a command line. Commander's own words quote what was typed, which may be a phone number on the wrong
 * place: of them only those are used that are ours, such as the names of our options.
 */
export function usageInWords({ code, message }: Pick<CommanderError, 'code' | 'message'>): string {
  switch (code) {
    case 'commander.unknownCommand':
      return `there is no such command${suggestionIn(message)}`;
    case 'commander.unknownOption':
      return `there is no such option${suggestionIn(message)}`;
    case 'commander.excessArguments':
      return 'there are too many arguments; a phone number or an email address comes by standard input';
    case 'commander.missingArgument':
    case 'commander.optionMissingArgument':
    case 'commander.missingMandatoryOptionValue':
      return message.replace(/^error: /, '');
    default:
      return 'the command line cannot be read';
  }
}

/** What commander takes it for: a name of ours, and the last thing that it says. What was typed ends in a quotation mark. */
function suggestionIn(message: string): string {
  const [, meant] = /\n\(Did you mean ([a-z, -]+)\?\)$/.exec(message) ?? [];
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}

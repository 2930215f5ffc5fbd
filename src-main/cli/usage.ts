/** Wrong usage, as commander finds it, in our words. */
import type { Command, CommanderError } from 'commander';
import { Fault } from '#core/errors.ts';
import { nearest } from '#core/nearest.ts';
import { DONE } from './exit-code.ts';

/** Help or the version was asked for and has been printed: the program is done. */
export class Printed extends Error {
  override readonly name = 'Printed';
}

/** Lets every command under `program` throw a `Fault` (wrong-usage) that names the nearest valid word. */
export function throwFaults(program: Command): void {
  for (const command of [program, ...program.commands]) {
    command.showSuggestionAfterError(false).exitOverride((error) => {
      throw error.exitCode === DONE ? new Printed() : usageFault(error, command);
    });
    if (command !== program) throwFaults(command);
  }
}

function usageFault(error: CommanderError, command: Command): Fault {
  const path = pathOf(command);
  const remedy = `Run "${path} --help" for its commands and options.`;
  const [, word] = /'([^']*)'/.exec(error.message) ?? [];
  const message = error.message.replace(/^error: /, '');
  if (error.code === 'commander.unknownOption' && word !== undefined) {
    return new Fault('wrong-usage', `${message}. ${hint(word, optionsOf(command))}`, { remedy });
  }
  if (error.code === 'commander.unknownCommand' && word !== undefined) {
    const names = command.commands.map((each) => each.name());
    return new Fault('wrong-usage', `${message}. ${hint(word, names)}`, { remedy });
  }
  // `joulemark` alone: commander has printed the help to stderr already.
  const said = error.code === 'commander.help' ? 'a command is missing' : message;
  return new Fault('wrong-usage', said, { remedy });
}

function hint(word: string, valid: readonly string[]): string {
  const suggestion = nearest(word.replace(/=.*/s, ''), valid);
  return suggestion === null ? `Valid: ${valid.join(', ')}.` : `Did you mean ${suggestion}?`;
}

function optionsOf(command: Command): string[] {
  return [...command.options.flatMap((option) => option.long ?? []), '--help'];
}

/** E.g. `joulemark leaderboard rank`. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

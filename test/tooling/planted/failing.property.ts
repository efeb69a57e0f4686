import { fc, test } from '@fast-check/vitest';
import { describe, it } from 'vitest';
import { replayedCommands } from '../../setup/replay-command.ts';

describe("a planted property (it isn't true)", () => {
  it('fails in plain fast-check', () => {
    fc.assert(fc.property(fc.integer(), (number) => number < 1_000));
  });

  test.prop([fc.integer()])('fails in a test of its own', (number) => number < 2_000);

  it('fails in a history of commands', () => {
    const histories = fc.commands([fc.constant(up), fc.constant(down)], replayedCommands());
    fc.assert(fc.property(histories, (commands) => fc.modelRun(() => ({ model: { at: 0 }, real: {} }), commands)));
  });
});

const up: fc.Command<{ at: number }, object> = {
  check: () => true,
  run: (model) => {
    model.at += 1;
    if (model.at > 3) throw new Error('too high');
  },
  toString: () => 'up',
};

const down: fc.Command<{ at: number }, object> = {
  check: (model) => model.at > 0,
  run: (model) => {
    model.at -= 1;
  },
  toString: () => 'down',
};

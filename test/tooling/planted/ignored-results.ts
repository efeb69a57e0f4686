import { errAsync, ok, type Result, type ResultAsync } from '../../../src/domain/result.ts';

const save = (): Result<number, 'Refused'> => ok(1);
const send = (): ResultAsync<number, 'Refused'> => errAsync('Refused');

export async function planted(
  store: { save(): Result<void, 'Refused'> } | undefined,
): Promise<Result<number, 'Refused'>> {
  save(); // flagged
  send(); // flagged
  await send(); // flagged
  store?.save(); // flagged
  save().map((one) => one + 1); // flagged

  const kept = save();
  kept.isOk();
  save().match(
    () => {},
    () => {},
  );
  await Promise.resolve();
  return kept;
}

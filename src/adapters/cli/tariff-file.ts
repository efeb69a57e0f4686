import { readFileSync } from 'node:fs';
import { type InvalidTariff, Tariff } from '../../domain/order/tariff.ts';
import { Result } from '../../domain/result.ts';

/** The file cannot be read or is no JSON; {@link InvalidTariff} says which fields of a tariff are wrong. */
export interface UnreadableTariffFile {
  readonly kind: 'UnreadableTariffFile';
}

/** Reads the tariff that every station rents at: one JSON object with the fields of a tariff. */
export function readTariffFile(path: string): Result<Tariff, UnreadableTariffFile | InvalidTariff> {
  const read = Result.fromThrowable(
    (): unknown => JSON.parse(readFileSync(path, 'utf8')),
    (): UnreadableTariffFile => ({ kind: 'UnreadableTariffFile' }),
  );
  return read().andThen((content) => Tariff.parse(content));
}

/**
 * The subset of neverthrow that the house uses. Everything imports it from here, so that the vocabulary of outcomes
 * stays small and the library behind it can be replaced in one place.
 */
export { err, errAsync, ok, okAsync, Result, ResultAsync, safeTry } from 'neverthrow';

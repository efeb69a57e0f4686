/**
 * The leak scan: looks for personal values in bytes, whatever wrote them. It shares no code with what seals or erases.
 */
export { type Encoding, encodings, type Needle, needlesOf } from './encodings.ts';
export { type Finding, type LeakScanReport, type SoughtValue, scanForLeaks } from './scan.ts';

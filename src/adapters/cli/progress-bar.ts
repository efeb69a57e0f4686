import type { Shell } from './shell.ts';

/** Shows how much of something long is done. */
export interface ProgressBar {
  readonly show: (progress: { readonly done: number; readonly total: number }) => void;
  /** Leaves the last state standing; again changes nothing. */
  readonly end: () => void;
}

const width = 30;
const lineEveryMs = 1000;

/**
 * A bar in one line of standard error where somebody sits at it. Elsewhere a line a second, from the first second on, so that
 * a log of the run stays short.
 */
export function progressBar(shell: Pick<Shell, 'err' | 'overwrite'>, what: string): ProgressBar {
  let said = performance.now();
  let drawn = false;
  return {
    show: ({ done, total }) => {
      if (total === 0) return;
      if (shell.overwrite !== undefined) {
        const full = Math.round((done / total) * width);
        shell.overwrite(`joos: ${what} [${'#'.repeat(full)}${'-'.repeat(width - full)}] ${done} of ${total}`);
        drawn = true;
      } else if (performance.now() - said >= lineEveryMs) {
        said = performance.now();
        shell.err(`joos: ${what}, ${done} of ${total}`);
      }
    },
    end: () => {
      if (drawn) shell.err('');
      drawn = false;
    },
  };
}

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { settings } from '../../src/adapters/cli/settings.ts';
import { postureChecks } from '../../src/domain/posture/index.ts';

const runbook = readFileSync('docs/alibaba-cloud.md', 'utf8');
const operations = readFileSync('docs/operations.md', 'utf8');

/** What stands between backticks, and looks like the name of a check: words with hyphens. */
const named = (text: string): readonly string[] =>
  [...text.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, name = '']) => name);
const ids = postureChecks.map(({ id }) => id);

describe('the runbook', () => {
  test('names every check there is', () => {
    const told = new Set(named(runbook));
    expect(ids.filter((id) => !told.has(id))).toEqual([]);
  });

  test('names no check that there is not', () => {
    expect(named(runbook).filter((name) => !ids.includes(name))).toEqual([]);
  });

  test('ends each step with a line of the doctor that proves it, or says that none does', () => {
    const steps = runbook.split(/^## (?=\d)/m).slice(1);
    expect(steps.length).toBeGreaterThan(9);
    const bare = steps.filter((step) => !named(step).some((name) => ids.includes(name)));
    expect(
      bare.filter((step) => !step.includes('No line of the doctor proves this')).map((step) => step.slice(0, 20)),
    ).toEqual([]);
  });

  test('names no setting that there is not', () => {
    const known = new Set(Object.values(settings).map(({ name }) => name));
    const told = [...`${runbook}\n${operations}`.matchAll(/\bJOOS_[A-Z]+(?:_[A-Z]+)*\b/g)].map(([name]) => name);
    expect([...new Set(told)].filter((name) => !known.has(name.replace(/_FILE$/, '')))).toEqual([]);
  });

  test('leads to headings that are there', () => {
    const anchors = [...operations.matchAll(/^## (.+)$/gm)].map(([, title = '']) =>
      title.toLowerCase().replaceAll(' ', '-'),
    );
    const links = [...runbook.matchAll(/operations\.md#([a-z-]+)/g)].map(([, anchor = '']) => anchor);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
  });
});

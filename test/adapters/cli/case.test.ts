import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installation, joos, kim, signUp } from './installation.ts';

test('a case is worked on from the call to its end, texts come by standard input, and no address is printed', async () => {
  const here = await installation();
  const { environment } = here;
  await signUp(here, { isTold: true });
  const printed: string[] = [];
  const run = async (argv: readonly string[], input?: string) => {
    const ran = await joos(['case', ...argv], { environment, ...(input === undefined ? {} : { input }) });
    printed.push(ran.out, ran.err);
    expect(ran, ran.err).toMatchObject({ code: 0 });
    return ran.out;
  };
  const opened = JSON.parse(await run(['open', '--topic', 'payment', '--json'], kim.phone)) as { caseNumber: string };
  const { caseNumber } = opened;
  expect(opened).toMatchObject({ topic: 'payment', state: 'open', openedBy: 'anna.support' });
  await run(['note', caseNumber], 'Charged twice, she says.');
  await run(['contact', caseNumber, '--by', 'email'], 'We give it back.\n\nIt takes 5 days.');
  const { challenge } = JSON.parse(await run(['verify', caseNumber, '--to', 'phone', '--json'])) as {
    challenge: string;
  };
  const messages = join(here.folder, 'messages');
  const sent = (): string =>
    readdirSync(messages, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
  const code = /\b\d{6}\b/.exec(sent())?.[0] ?? '';
  await run(['confirm', caseNumber, challenge], code);
  expect(await run(['show', caseNumber])).toContain('Charged twice, she says.');
  expect(await run(['list'], kim.email)).toContain(caseNumber);
  expect(sent()).not.toContain('We give it back.');
  expect(await joos(['worker', '--once'], { environment })).toMatchObject({ code: 0 });
  expect(sent(), 'it reached the person').toContain('We give it back.');
  expect(await run(['show', caseNumber, '--json'])).toContain('"delivery": "sent"');
  await run(['close', caseNumber, '--outcome', 'solved']);
  const late = await joos(['case', 'note', caseNumber], { environment, input: 'Too late.' });
  expect(late).toMatchObject({ code: 4, out: '' });
  for (const text of printed) {
    for (const secret of [kim.phone, kim.phone.slice(3), kim.email, code]) expect(text).not.toContain(secret);
  }
});

test('a card number in a note or a message is refused, and not said again', async () => {
  const here = await installation();
  const { environment } = here;
  await signUp(here);
  const input = 'her card is 4242 4242 4242 4242';
  for (const argv of [['note'], ['contact']]) {
    const ran = await joos(['case', ...argv, 'CASE-1042'], { environment, input });
    expect(ran).toMatchObject({ code: 4, out: '' });
    expect(ran.err).not.toContain('4242');
  }
});

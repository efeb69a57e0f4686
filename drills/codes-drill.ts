import { type ChildProcess, fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { onThisMachine } from '../src/domain/residency/residency.ts';
import { okAsync } from '../src/domain/result.ts';
import { codeTries } from '../src/domain/verification/challenge.ts';
import { budgetRules } from '../src/domain/verification/code-budget.ts';
import { type Joos, openJoos, orThrow } from '../src/index.ts';
import type { AskedCode, ShowerReport, ShowerWord } from './codes/shower.ts';
import { playSpray } from './codes/spray.ts';
import type { Announce, DrillReport } from './drill.ts';
import { adaptersAt, type DrillPlace, leave, newDrillPlace } from './drill-place.ts';

/** How big a codes drill is. */
export interface CodesDrill {
  readonly rounds: number;
  /** How many show the code at once, in all processes together. */
  readonly verifications: number;
  readonly processes: number;
  readonly sends: number;
  readonly numbers: number;
  readonly prefixes: number;
  readonly spray: number;
}

/** The most messages that a pump may get out of us. */
const mostPumped = 50;
/** The takeovers to be expected of a spray are fewer. */
const mostTakeovers = 0.01;
/** Wrong guesses among the right ones of a round: one fewer than spends a code. */
const wrongARound = codeTries - 1;
/** Every so many rounds a code and a number are guessed at by everybody at once. */
const guessingEvery = 10;
/** So many codes of one number are guessed at at once, on as many devices. */
const codesOfANumber = 3;

/**
 * Codes under attack (POLICY.md C02): shown by many at once, guessed at by many at once, pumped, and sprayed over a million
 * numbers. How many guesses were evaluated the database counts itself, by triggers that the core knows nothing of.
 */
export async function codesDrill(
  urls: Pick<DrillPlace, 'dataUrl' | 'vaultUrl'>,
  size: CodesDrill,
  announce: Announce,
): Promise<DrillReport> {
  const place = await newDrillPlace(urls, 1);
  const data = await createConnection({ uri: place.dataUrl, supportBigNumbers: true });
  await countGuesses(data);
  const codes = new Map<string, string>();
  const senders = {
    mailer: { residency: onThisMachine, send: () => okAsync(undefined) },
    sms: {
      residency: onThisMachine,
      send: ({ to, text }: { readonly to: string; readonly text: string }) => okAsync(void codes.set(to, text)),
    },
  };
  const adapters = await adaptersAt(place, senders, 8);
  const joos = await orThrow(openJoos(adapters));
  const crew = await Promise.all(Array.from({ length: size.processes }, () => started(place, 'crowded')));
  const pumps = await Promise.all(Array.from({ length: size.processes }, () => started(place, 'default')));
  try {
    const shown = await showRounds(joos, codes, crew, data, size, announce);
    announce('All rounds are through; now they pump');
    const pumped = await pump(pumps, size);
    announce(`${pumped.messages} of ${size.sends} messages went out; now the spray`);
    const sprays = paces.map((pace) => ({ ...pace, ...playSpray({ numbers: size.spray, ...pace }) }));
    const worst = sprays.reduce((one, other) => (other.expectedTakeovers > one.expectedTakeovers ? other : one));
    return {
      name: 'codes',
      done: {
        'rounds, each with one code that is shown by many at once': size.rounds,
        'verifications at once in each': size.verifications,
        sessions: shown.sessions,
        'rounds in which everybody guesses': shown.guessed,
        'guesses evaluated in all': shown.evaluated,
        'codes asked for by the pump': size.sends,
        'messages that the pump got': pumped.messages,
        'numbers of the spray': size.spray,
      },
      mustBeNone: {
        'rounds without a session': shown.without,
        'rounds with more than one': shown.tooMany,
        'guesses beyond the tries of a code': shown.beyondCode,
        'guesses beyond the budget of a number': shown.beyondNumber,
        'answers that nobody should be shown': shown.unexpected + pumped.unexpected,
        [`messages beyond ${mostPumped}`]: Math.max(0, pumped.messages - mostPumped),
        [`sprays with ${mostTakeovers} takeovers to be expected or more`]: sprays.filter(
          ({ expectedTakeovers }) => expectedTakeovers >= mostTakeovers,
        ).length,
      },
      notes: sprays.map(
        ({ guessesPerSecond, days, evaluated, expectedTakeovers }) =>
          `spray, ${inWords(guessesPerSecond)} for ${Math.round(days * 24)} hours: ${evaluated[6]} at 6 digits and ${evaluated[8]} at 8 evaluated, ${expectedTakeovers.toFixed(6)} takeovers expected${expectedTakeovers === worst.expectedTakeovers ? ' (the worst)' : ''}`,
      ),
    };
  } finally {
    for (const process of [...crew, ...pumps]) process.kill('SIGKILL');
    await joos.close();
    await data.end();
    await leave(place);
  }
}

/** As fast as can be until all is used up, evenly over a month, and slowly enough to stay just below the alarm. */
const paces = [
  { guessesPerSecond: 1_000, days: 1 / 24 },
  { guessesPerSecond: 1, days: 30 },
  { guessesPerSecond: 1 / 1_300, days: 30 },
] as const;

function inWords(guessesPerSecond: number): string {
  return guessesPerSecond >= 1
    ? `${guessesPerSecond} guesses a second`
    : `a guess every ${Math.round(1 / guessesPerSecond)} s`;
}

/** Writes down every guess that a challenge was really held against: each costs a try first, the right one too. */
async function countGuesses(data: Connection): Promise<void> {
  await data.query('CREATE TABLE drill_guesses (challenge_id CHAR(36) NOT NULL, KEY (challenge_id))');
  await data.query(
    'CREATE TRIGGER drill_guess AFTER UPDATE ON challenges FOR EACH ROW INSERT INTO drill_guesses VALUES (NEW.challenge_id)',
  );
}

async function guessesAt(data: Connection, challenges: readonly string[]): Promise<number> {
  const [rows] = await data.query<RowDataPacket[]>(
    'SELECT COUNT(*) AS guesses FROM drill_guesses WHERE challenge_id IN (?)',
    [challenges],
  );
  return Number(rows[0]?.guesses);
}

async function showRounds(
  joos: Joos,
  codes: ReadonlyMap<string, string>,
  crew: readonly ChildProcess[],
  data: Connection,
  { rounds, verifications }: CodesDrill,
  announce: Announce,
) {
  const found = {
    sessions: 0,
    without: 0,
    tooMany: 0,
    guessed: 0,
    evaluated: 0,
    beyondCode: 0,
    beyondNumber: 0,
    unexpected: 0,
  };
  const ask = async (phone: string): Promise<AskedCode & { readonly code: string }> => {
    const asked = await orThrow(joos.accounts.requestCode({ purpose: 'log-in', phone }));
    return { phone, challenge: asked.challenge, device: asked.device.reveal(), code: codes.get(phone) ?? '' };
  };
  for (let round = 1; round <= rounds; round += 1) {
    const one = await ask(phoneOf(round));
    const shown = Array.from({ length: verifications }, (_, n) =>
      n < wrongARound ? { ...one, code: wrongFor(one.code) } : one,
    );
    const answers = await shownBy(crew, mixed(shown));
    const sessions = answers.ok ?? 0;
    found.sessions += sessions;
    if (sessions === 0) found.without += 1;
    if (sessions > 1) found.tooMany += 1;
    const evaluated = await guessesAt(data, [one.challenge]);
    found.evaluated += evaluated;
    found.beyondCode += Math.max(0, evaluated - codeTries);
    found.unexpected += others(answers, ['ok', 'UnknownCode', 'WrongCode', 'CodeSpent']);
    if (round % guessingEvery === 0) {
      found.guessed += 1;
      const guessed = await everybodyGuesses(crew, data, ask, rounds + round, verifications);
      found.evaluated += guessed.evaluated;
      found.beyondCode += guessed.beyondCode;
      found.beyondNumber += guessed.beyondNumber;
      found.unexpected += guessed.unexpected;
    }
    if (round % 100 === 0) announce(`${round} rounds, ${found.sessions} sessions`);
  }
  return found;
}

/** Several codes of one number, asked for on as many devices, are all guessed at at once: wrongly, each time. */
async function everybodyGuesses(
  crew: readonly ChildProcess[],
  data: Connection,
  ask: (phone: string) => Promise<AskedCode & { readonly code: string }>,
  index: number,
  verifications: number,
) {
  const phone = phoneOf(index);
  const codes: (AskedCode & { readonly code: string })[] = [];
  for (let count = 0; count < codesOfANumber; count += 1) codes.push(await ask(phone));
  const guesses = Array.from({ length: verifications }, (_, n) => {
    const one = codes[n % codes.length] as AskedCode & { readonly code: string }; // there is one
    return { ...one, code: wrongFor(...codes.map(({ code }) => code)) };
  });
  const answers = await shownBy(crew, mixed(guesses));
  const each = await Promise.all(codes.map(({ challenge }) => guessesAt(data, [challenge])));
  const evaluated = each.reduce((sum, count) => sum + count, 0);
  return {
    evaluated,
    beyondCode: each.reduce((sum, count) => sum + Math.max(0, count - codeTries), 0),
    beyondNumber: Math.max(0, evaluated - budgetRules['guesses-address'].limit),
    unexpected: others(answers, ['WrongCode', 'CodeSpent', 'TooManyGuesses']),
  };
}

/** So many codes to so many numbers of a few prefixes, each from another address, and nobody types one. */
async function pump(pumps: readonly ChildProcess[], { sends, numbers, prefixes }: CodesDrill) {
  const found = { messages: 0, unexpected: 0 };
  const perPrefix = Math.max(1, Math.floor(numbers / prefixes));
  const targets = Array.from({ length: numbers }, (_, n) => {
    const prefix = 1_000 + (n % prefixes);
    return `+49160${prefix}${String(Math.floor(n / prefixes) % perPrefix).padStart(4, '0')}`;
  });
  const batch = 100 * pumps.length;
  for (let sent = 0; sent < sends; sent += batch) {
    const asked = Array.from({ length: Math.min(batch, sends - sent) }, (_, n) => ({
      phone: targets[(sent + n) % targets.length] ?? '',
      ip: `198.51.${randomInt(256)}.${randomInt(256)}`,
    }));
    const reports = await Promise.all(
      pumps.map((pump, n) =>
        told(pump, { kind: 'ask', asked: asked.filter((_, index) => index % pumps.length === n) }),
      ),
    );
    for (const { answers, messages } of reports) {
      found.messages += messages;
      found.unexpected += others(answers, ['ok', 'CodeTooSoon', 'TooManyCodes']);
    }
  }
  return found;
}

async function started(place: DrillPlace, policy: 'crowded' | 'default'): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('./codes/shower.ts', import.meta.url)), [JSON.stringify(place), policy], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  await once(child, 'message'); // it is open
  return child;
}

async function told(process: ChildProcess, word: ShowerWord): Promise<ShowerReport> {
  const answer = once(process, 'message');
  process.send(word);
  const [report] = (await answer) as [ShowerReport]; // written by shower.ts alone
  return report;
}

/** Deals the codes out to all processes, which show them at once; answers how many answers of each kind came. */
async function shownBy(
  crew: readonly ChildProcess[],
  shown: readonly (AskedCode & { readonly code: string })[],
): Promise<Readonly<Record<string, number>>> {
  const reports = await Promise.all(
    crew.map((process, n) =>
      told(process, { kind: 'show', shown: shown.filter((_, index) => index % crew.length === n) }),
    ),
  );
  const answers: Record<string, number> = {};
  for (const report of reports) {
    for (const [kind, count] of Object.entries(report.answers)) answers[kind] = (answers[kind] ?? 0) + count;
  }
  return answers;
}

function others(answers: Readonly<Record<string, number>>, expected: readonly string[]): number {
  return Object.entries(answers).reduce((sum, [kind, count]) => (expected.includes(kind) ? sum : sum + count), 0);
}

function mixed<Item>(items: readonly Item[]): readonly Item[] {
  return items
    .map((item) => ({ item, at: randomInt(1_000_000) }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

/** A code of the same length that is none of these. */
function wrongFor(...codes: readonly string[]): string {
  for (let guess = randomInt(1_000_000); ; guess = (guess + 1) % 1_000_000) {
    const code = String(guess).padStart(6, '0');
    if (!codes.includes(code)) return code;
  }
}

/** A number of its own for each round. */
function phoneOf(index: number): string {
  return `+49151${String(index).padStart(8, '0')}`;
}

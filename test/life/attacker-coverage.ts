/**
 * What has to come to pass in a good share of the runs, and in how many of them at least. Each is named as `hear` and the steps
 * note it: who, door, and, if it stayed shut, the refusal.
 */
const doors: Readonly<Record<string, number>> = {
  // What everybody can do with what is theirs, as the victim does it.
  'victim requestCode': 15,
  'victim verifyCode': 15,
  'victim verifyCode SecondProofNeeded': 3,
  'victim requestCode second-proof': 2,
  'victim proveSecond': 2,
  'victim startOver': 2,
  'victim logInWithThirdParty': 5,
  'victim linkThirdParty': 5,
  'victim requestMyCode step-up': 8,
  'victim stepUp': 8,
  'victim addPhone': 4,
  'victim changePhone': 4,
  'victim removeLogin phone': 2,
  'victim removeLogin third-party': 2,
  'victim removeLogin third-party OtherLoginsTooNew': 1,
  'victim addEmail': 6,
  'victim confirmEmail': 2,
  'victim confirmEmailByLink': 2,
  'victim removeEmail': 2,
  'victim showContactChange': 2,
  'victim undoContactChange': 2,
  'victim setUsername': 3,
  'victim removeUsername': 1,
  'victim endSession': 3,
  'victim endOtherSessions': 10,
  'victim logOut': 3,
  'victim support.endSessionsOf': 3,
  'victim rents': 2,
  'victim exportMyData': 3,
  'victim cancelMyAccount': 12,
  'victim is home': 12,
};

const powers: Readonly<Record<string, number>> = {
  'steals a bare session': 3,
  'steals a fresh session': 3,
  'attack: with a bare session': 3,
  'half a year': 4,
  'attacker reaches by phone': 2,
  'attacker reaches by step-up': 2,
  'attacker reaches by second proof': 1,
  'attacker reaches by change-phone': 2,
  'attacker reaches by link': 2,
  'attacker reaches by email': 2,
  'attacker reaches by removal': 1,
  'attacker reaches by undo': 1,
  'attacker reaches by export': 1,
  'attacker startOver': 2,
  'the attacker cannot undo back': 1,
};

const attacks: Readonly<Record<string, number>> = {
  'attacker verifyCode WrongCode': 6,
  'attacker verifyCode CodeSpent': 3,
  'attacker verifyCode TooManyGuesses': 1,
  'attacker verifyCode UnknownCode': 3,
  'attacker proveSecond NotYourAccount': 2,
  'attacker proveSecond UnknownCode': 6,
  'attacker startOver UnknownCode': 3,
  'attacker requestCode second-proof UnknownCode': 3,
  'attacker logInWithThirdParty IdentityNotProved': 3,
  'attacker logInWithThirdParty UnknownAttempt': 2,
  'attacker linkThirdParty UnknownAttempt': 3,
  'victim linkThirdParty UnknownAttempt': 2,
  'attacker stepUp UnknownAttempt': 2,
  'attacker stepUp NotYourIdentity': 4,
  'attacker stepUp UnknownCode': 2,
  'attacker addPhone UnknownCode': 2,
  'attacker changePhone UnknownCode': 2,
  'attacker confirmEmail UnknownCode': 2,
  'attacker confirmEmail WrongCode': 2,
  'attacker cancelMyAccount UnknownCode': 1,
  'attacker confirmEmailByLink NoSuchConfirmation': 6,
  'attacker undoContactChange NoSuchChange': 6,
  'attacker endSession NoSuchSession': 2,
  'attacker exportMyData StepUpNeeded': 2,
  'attacker addEmail StepUpNeeded': 2,
  'attacker changePhone StepUpNeeded': 1,
  'attacker removeEmail StepUpNeeded': 1,
  'attacker removeLogin phone StepUpNeeded': 2,
  'attacker removeLogin third-party StepUpNeeded': 1,
  'attacker removeLogin third-party OtherLoginsTooNew': 1,
  'attacker requestMyCode change-phone StepUpNeeded': 2,
  'attacker verifyCode ContactReserved': 2,
  'attacker cancelMyAccount ContactChangedRecently': 1,
  'attacker endSession StepUpNeeded': 2,
  'attacker endOtherSessions StepUpNeeded': 1,
  'attacker beginThirdParty link StepUpNeeded': 2,
  'attack: an unread code as a pending proof': 6,
  "attack: the victim's pending proof": 1,
  "attack: the victim's answer": 3,
  "attack: an own answer in the victim's session": 3,
  "attack: the victim's session by its name": 2,
  'attack: an answer for log-in elsewhere': 2,
  'attack: an answer for link elsewhere': 2,
  'attack: an answer for step-up elsewhere': 2,
  'attack: an answer for second-proof elsewhere': 2,
  'attack: the link of a session that is over': 3,
  'attack: the link of a session that was stepped up since': 1,
  'attack: a token that is over': 2,
  'attack: a link again': 2,
  'attack: an undo again': 2,
  'attack: a forged link': 2,
  'attack: a forged undo': 2,
  'attack: before the victim comes': 4,
  'attack: the same subject at another issuer': 4,
};

/** In how many runs each thing came to pass. */
export class Coverage {
  readonly #counted = new Map<string, number>();

  add(done: ReadonlySet<string>): void {
    for (const one of done) this.#counted.set(one, (this.#counted.get(one) ?? 0) + 1);
  }

  /** What came to pass in fewer runs than it has to, each with how often it did and should. */
  tooRare(): readonly string[] {
    return Object.entries({ ...doors, ...powers, ...attacks })
      .map(([one, atLeast]) => ({ one, atLeast, times: this.#counted.get(one) ?? 0 }))
      .filter(({ times, atLeast }) => times < atLeast)
      .map(({ one, atLeast, times }) => `${one}: ${times} of ${atLeast}`);
  }
}

/** What Stripe answers. */
export interface StripeAnswer {
  readonly status: number;
  readonly body: object;
}

/** How the bank of a card behaves. */
export type BankBehaviour =
  | { readonly kind: 'succeeds' }
  | { readonly kind: 'declines'; readonly code: string; readonly declineCode?: string }
  | { readonly kind: 'wants-confirmation' }
  | { readonly kind: 'is-slow' };

/** A person whom no line of ours may ever name, although Stripe knows the person: from the form. */
export const cardHolder = { name: 'Frieda Kartenhalterin', email: 'frieda@example.org', phone: '+4915755555555' };

interface PaymentMethod {
  readonly id: string;
  customer: string | null;
  wasAttached: boolean;
  readonly last4: string;
  readonly brand: string;
  readonly bank: BankBehaviour;
}

interface Intent {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly paymentMethod: string;
  readonly created: number;
  readonly metadata: Readonly<Record<string, string>>;
  status: string;
  lastError: object | null;
  cancellation: string | null;
  /** What the search shows of it, from which moment on. */
  readonly indexed: { readonly fromMs: number; readonly body: object }[];
}

interface Setup {
  readonly id: string;
  readonly customer: string;
  readonly owner: string;
  readonly created: number;
  status: string;
  paymentMethod: string | null;
}

interface Customer {
  deleted: boolean;
  readonly owner: string | null;
  /** When the search knows of it, and when the search knows that it is gone. */
  readonly indexedFromMs: number;
  goneFromMs: number;
}

interface Refund {
  readonly id: string;
  readonly intent: string;
  readonly amount: number;
  readonly key: string;
  status: string;
}

/** Names as Stripe gives them: letters and digits, and no long run of digits. */
const nameOf = (prefix: string, number: number): string => `${prefix}_1N3Tq${number}L`;

/** What Stripe knows and does, without a network. */
export class StripeBooks {
  /** Stripe's clock. */
  nowMs: number;
  /** How far the search is behind. */
  searchLagMs = 60_000;
  /** As many as a list shows at once, whatever is asked for. */
  pageSize = 2;
  /** Whether deleting a customer detaches its cards at once. */
  deletingDetaches = true;
  readonly customers: Map<string, Customer> = new Map();
  readonly paymentMethods: Map<string, PaymentMethod> = new Map();
  readonly intents: Intent[] = [];
  readonly setups: Setup[] = [];
  readonly refunds: Refund[] = [];
  #number = 0;

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  /** A card that somebody's form took in before. */
  card(bank: BankBehaviour, last4 = '4242', brand = 'visa'): string {
    return this.#attach(this.#newCustomer(null), bank, last4, brand);
  }

  /** The form takes a card in. */
  confirmSetup(setup: string, brand: string, last4: string): void {
    const found = this.setups.find(({ id }) => id === setup);
    if (found === undefined) throw new Error('There is no such setup');
    if (this.customers.get(found.customer)?.deleted !== false) throw new Error('The setup has no customer any more');
    found.paymentMethod = this.#attach(found.customer, { kind: 'succeeds' }, last4, brand);
    found.status = 'succeeded';
  }

  /** The slow bank answers at last. */
  finish(intent: string, status: 'succeeded' | 'declined'): void {
    const found = this.intents.find(({ id }) => id === intent);
    if (found === undefined) throw new Error('There is no such intent');
    found.status = status === 'succeeded' ? 'succeeded' : 'requires_payment_method';
    if (status === 'declined')
      found.lastError = { type: 'card_error', code: 'card_declined', decline_code: 'do_not_honor' };
    this.#index(found);
  }

  /** Minor units that really moved for a payment and an attempt, refunds taken off. */
  moved(payment: string, attempt: number): number {
    const paid = this.intents.filter(
      ({ metadata, status }) =>
        status === 'succeeded' && metadata.payment === payment && metadata.attempt === String(attempt),
    );
    const back = this.refunds.filter(
      ({ intent, status }) => status !== 'failed' && paid.some(({ id }) => id === intent),
    );
    return sum(paid) - sum(back);
  }

  /** Does what a request asks for; without `confirm` the server dies in the middle of a charge. */
  perform(route: string, path: string, fields: URLSearchParams, confirm = true): StripeAnswer {
    const id = path.split('/')[3] ?? '';
    switch (route) {
      case 'POST /v1/customers':
        return done({ id: this.#newCustomer(fields.get('metadata[owner]')), object: 'customer' });
      case 'GET /v1/customers/search':
        return this.#searchCustomers(fields);
      case 'DELETE /v1/customers':
        return this.#deleteCustomer(id);
      case 'POST /v1/setup_intents':
        return this.#createSetup(fields);
      case 'GET /v1/setup_intents':
        return this.#page(this.setups, fields.get('starting_after'), (setup) => shownSetup(setup, null));
      case 'GET /v1/setup_intents/…':
        return this.#setup(id);
      case 'GET /v1/payment_methods/…':
        return found(this.paymentMethods.get(id), shownMethod);
      case 'POST /v1/payment_methods/…/detach':
        return this.#detach(id);
      case 'POST /v1/payment_intents':
        return this.#createIntent(fields, confirm);
      case 'GET /v1/payment_intents':
        return this.#listIntents(fields);
      case 'GET /v1/payment_intents/search':
        return this.#search(fields.get('query') ?? '');
      case 'GET /v1/payment_intents/…':
        return found(
          this.intents.find((intent) => intent.id === id),
          shownIntent,
        );
      case 'POST /v1/payment_intents/…/cancel':
        return this.#cancel(id, fields.get('cancellation_reason'));
      case 'GET /v1/refunds':
        return this.#listRefunds(fields);
      case 'POST /v1/refunds':
        return this.#refund(fields);
      default:
        throw new Error(`Nobody wrote ${route}`);
    }
  }

  #next(prefix: string): string {
    this.#number += 1;
    return nameOf(prefix, this.#number);
  }

  #newCustomer(owner: string | null): string {
    const id = this.#next('cus');
    const indexedFromMs = this.nowMs + this.searchLagMs;
    this.customers.set(id, { deleted: false, owner, indexedFromMs, goneFromMs: Number.POSITIVE_INFINITY });
    return id;
  }

  #attach(customer: string, bank: BankBehaviour, last4: string, brand: string): string {
    const id = this.#next('pm');
    this.paymentMethods.set(id, { id, customer, wasAttached: true, last4, brand, bank });
    return id;
  }

  #deleteCustomer(id: string): StripeAnswer {
    const customer = this.customers.get(id);
    if (customer === undefined || customer.deleted) return missing();
    customer.deleted = true;
    customer.goneFromMs = this.nowMs + this.searchLagMs;
    if (this.deletingDetaches) {
      for (const method of this.paymentMethods.values()) if (method.customer === id) method.customer = null;
    }
    return done({ id, object: 'customer', deleted: true });
  }

  /** It shows who is gone for as long as it is behind. */
  #searchCustomers(fields: URLSearchParams): StripeAnswer {
    const [, owner] = /^metadata\['owner'\]:'([^']*)'$/.exec(fields.get('query') ?? '') ?? [];
    const all = [...this.customers].filter(
      ([, one]) => one.owner === owner && one.indexedFromMs <= this.nowMs && this.nowMs < one.goneFromMs,
    );
    const from = Number(fields.get('page')?.slice('page'.length) ?? 0);
    const data = all.slice(from, from + this.pageSize).map(([id]) => ({ id, object: 'customer', metadata: { owner } }));
    const to = from + data.length;
    const more = to < all.length;
    return done({ object: 'search_result', has_more: more, next_page: more ? `page${to}` : null, data });
  }

  #createSetup(fields: URLSearchParams): StripeAnswer {
    const [customer, owner] = [fields.get('customer') ?? '', fields.get('metadata[owner]') ?? ''];
    if (this.customers.get(customer)?.deleted !== false) return missing();
    const setup: Setup = {
      id: this.#next('seti'),
      customer,
      owner,
      created: Math.floor(this.nowMs / 1000),
      status: 'requires_payment_method',
      paymentMethod: null,
    };
    this.setups.unshift(setup);
    return done(shownSetup(setup, null));
  }

  #setup(id: string): StripeAnswer {
    const setup = this.setups.find((one) => one.id === id);
    const method = this.paymentMethods.get(setup?.paymentMethod ?? '');
    return found(setup, (one) => shownSetup(one, method === undefined ? null : shownMethod(method)));
  }

  #detach(id: string): StripeAnswer {
    const method = this.paymentMethods.get(id);
    if (method === undefined) return missing();
    if (method.customer === null) return invalid('payment_method_unexpected_state');
    method.customer = null;
    return done(shownMethod(method));
  }

  #createIntent(fields: URLSearchParams, confirm: boolean): StripeAnswer {
    const method = this.paymentMethods.get(fields.get('payment_method') ?? '');
    const customer = fields.get('customer');
    if (method === undefined) return missing();
    if (customer !== method.customer) return invalid('payment_intent_invalid_parameter');
    if (customer === null && method.wasAttached) return invalid(null); // it was detached, and may not be used again
    const intent: Intent = {
      id: this.#next('pi'),
      amount: Number(fields.get('amount')),
      currency: fields.get('currency') ?? '',
      customer,
      paymentMethod: method.id,
      created: Math.floor(this.nowMs / 1000),
      metadata: { payment: fields.get('metadata[payment]') ?? '', attempt: fields.get('metadata[attempt]') ?? '' },
      status: 'requires_confirmation',
      lastError: null,
      cancellation: null,
      indexed: [],
    };
    this.intents.unshift(intent);
    if (confirm) this.#confirm(intent, method.bank);
    this.#index(intent);
    return intent.lastError === null ? done(shownIntent(intent)) : refusedCard(intent, method);
  }

  #confirm(intent: Intent, bank: BankBehaviour): void {
    switch (bank.kind) {
      case 'succeeds':
        intent.status = 'succeeded';
        break;
      case 'is-slow':
        intent.status = 'processing';
        break;
      case 'wants-confirmation':
        intent.status = 'requires_action';
        break;
      case 'declines':
        intent.status = 'requires_payment_method';
        intent.lastError = {
          type: 'card_error',
          code: bank.code,
          ...(bank.declineCode === undefined ? {} : { decline_code: bank.declineCode }),
        };
    }
  }

  #cancel(id: string, reason: string | null): StripeAnswer {
    const intent = this.intents.find((one) => one.id === id);
    if (intent === undefined) return missing();
    if (['succeeded', 'canceled', 'processing'].includes(intent.status))
      return invalid('payment_intent_unexpected_state');
    intent.status = 'canceled';
    intent.cancellation = reason;
    intent.lastError = null; // Stripe clears it whenever the intent is updated
    this.#index(intent);
    return done(shownIntent(intent));
  }

  #listIntents(fields: URLSearchParams): StripeAnswer {
    const customer = fields.get('customer') ?? '';
    if (this.customers.get(customer)?.deleted !== false) return missing();
    const since = Number(fields.get('created[gte]') ?? 0);
    const all = this.intents.filter((intent) => intent.customer === customer && intent.created >= since);
    return this.#page(all, fields.get('starting_after'), shownIntent);
  }

  #page<Item extends { id: string }>(
    all: readonly Item[],
    after: string | null,
    show: (item: Item) => object,
  ): StripeAnswer {
    const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
    const data = all.slice(from, from + this.pageSize);
    return done({ object: 'list', has_more: from + data.length < all.length, data: data.map(show) });
  }

  #index(intent: Intent): void {
    intent.indexed.push({ fromMs: this.nowMs + this.searchLagMs, body: shownIntent(intent) });
  }

  #search(query: string): StripeAnswer {
    const [, payment, attempt] = /'\]:'([^']*)' AND metadata\['attempt'\]:'([^']*)'/.exec(query) ?? [];
    const data = this.intents
      .filter(({ metadata }) => metadata.payment === payment && metadata.attempt === attempt)
      .flatMap(({ indexed }) => indexed.findLast(({ fromMs }) => fromMs <= this.nowMs)?.body ?? []);
    return done({ object: 'search_result', has_more: false, next_page: null, data });
  }

  #refund(fields: URLSearchParams): StripeAnswer {
    const intent = this.intents.find(({ id }) => id === fields.get('payment_intent'));
    if (intent === undefined) return missing();
    const before = this.refunds.filter((one) => one.intent === intent.id && one.status !== 'failed');
    const amount = Number(fields.get('amount'));
    if (intent.status !== 'succeeded' || amount > intent.amount - sum(before))
      return invalid('charge_already_refunded');
    const refund: Refund = {
      id: this.#next('re'),
      intent: intent.id,
      amount,
      key: fields.get('metadata[key]') ?? '',
      status: 'succeeded',
    };
    this.refunds.unshift(refund);
    return done(shownRefund(refund));
  }

  #listRefunds(fields: URLSearchParams): StripeAnswer {
    const intent = this.intents.find(({ id }) => id === fields.get('payment_intent'));
    if (intent === undefined) return missing();
    const all = this.refunds.filter((refund) => refund.intent === intent.id);
    return this.#page(all, fields.get('starting_after'), shownRefund);
  }
}

const sum = (amounts: readonly { readonly amount: number }[]): number =>
  amounts.reduce((total, { amount }) => total + amount, 0);

const done = (body: object): StripeAnswer => ({ status: 200, body });

function found<Item>(item: Item | undefined, show: (item: Item) => object): StripeAnswer {
  return item === undefined ? missing() : done(show(item));
}

/** Its messages quote what was asked for, as Stripe's do. */
function missing(): StripeAnswer {
  const error = {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such object of ${cardHolder.name}`,
  };
  return { status: 404, body: { error } };
}

function invalid(code: string | null): StripeAnswer {
  const error = { type: 'invalid_request_error', code, message: `This cannot be done for ${cardHolder.email}` };
  return { status: 400, body: { error } };
}

function refusedCard(intent: Intent, method: PaymentMethod): StripeAnswer {
  const message = `Your card was declined, ${cardHolder.name}.`;
  const error = {
    ...intent.lastError,
    message,
    payment_intent: shownIntent(intent),
    payment_method: shownMethod(method),
  };
  return { status: 402, body: { error } };
}

function shownMethod({ id, customer, last4, brand }: PaymentMethod): object {
  const card = { brand, last4, exp_month: 12, exp_year: 2031, fingerprint: 'fp_of_the_number' };
  return { id, object: 'payment_method', type: 'card', customer, card, billing_details: cardHolder };
}

function shownIntent({ id, amount, currency, customer, paymentMethod, created, metadata, ...state }: Intent): object {
  return {
    id,
    object: 'payment_intent',
    amount,
    amount_received: state.status === 'succeeded' ? amount : 0,
    currency,
    customer,
    payment_method: paymentMethod,
    created,
    metadata,
    status: state.status,
    last_payment_error: state.lastError,
    cancellation_reason: state.cancellation,
  };
}

function shownSetup({ id, customer, owner, created, status }: Setup, paymentMethod: object | null): object {
  const metadata = { owner };
  return {
    id,
    object: 'setup_intent',
    client_secret: `${id}_secret_abc`,
    customer,
    created,
    metadata,
    status,
    payment_method: paymentMethod,
  };
}

function shownRefund({ id, intent, amount, key, status }: Refund): object {
  return { id, object: 'refund', payment_intent: intent, amount, status, metadata: { key } };
}

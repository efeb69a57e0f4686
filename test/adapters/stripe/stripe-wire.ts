/** What the adapter may say to Stripe, word by word: every route, every field, every form of a value. */

interface Field {
  readonly shape: RegExp;
  readonly required: boolean;
}

/** One thing that Stripe can be asked for. */
export interface Route {
  readonly name: string;
  readonly path: RegExp;
  readonly fields: Readonly<Record<string, Field>>;
}

const must = (shape: RegExp): Field => ({ shape, required: true });
const may = (shape: RegExp): Field => ({ shape, required: false });

const id = (prefix: string) => new RegExp(`^${prefix}_[A-Za-z0-9]+$`);
const pseudonym = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const payment = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|payment)$/;
const attempt = /^[1-9]\d*$/;

/** Methods and paths, and the fields of each. Nothing else may be sent, so nothing that a person could be known by is. */
const routes: readonly Route[] = [
  { name: 'POST /v1/customers', path: /^\/v1\/customers$/, fields: { 'metadata[owner]': must(pseudonym) } },
  {
    name: 'GET /v1/customers/search',
    path: /^\/v1\/customers\/search$/,
    fields: {
      query: must(/^metadata\['owner'\]:'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'$/),
      limit: must(/^100$/),
      page: may(/^page\d+$/),
    },
  },
  { name: 'DELETE /v1/customers', path: /^\/v1\/customers\/cus_[A-Za-z0-9]+$/, fields: {} },
  {
    name: 'POST /v1/setup_intents',
    path: /^\/v1\/setup_intents$/,
    fields: {
      customer: must(id('cus')),
      usage: must(/^off_session$/),
      'allowed_payment_method_types[0]': must(/^card$/),
      'metadata[owner]': must(pseudonym),
    },
  },
  {
    name: 'GET /v1/setup_intents',
    path: /^\/v1\/setup_intents$/,
    fields: { limit: must(/^100$/), starting_after: may(id('seti')) },
  },
  {
    name: 'GET /v1/setup_intents/…',
    path: /^\/v1\/setup_intents\/seti_[A-Za-z0-9]+$/,
    fields: { 'expand[0]': must(/^payment_method$/) },
  },
  { name: 'GET /v1/payment_methods/…', path: /^\/v1\/payment_methods\/pm_[A-Za-z0-9]+$/, fields: {} },
  { name: 'POST /v1/payment_methods/…/detach', path: /^\/v1\/payment_methods\/pm_[A-Za-z0-9]+\/detach$/, fields: {} },
  {
    name: 'POST /v1/payment_intents',
    path: /^\/v1\/payment_intents$/,
    fields: {
      amount: must(/^[1-9]\d*$/),
      currency: must(/^[a-z]{3}$/),
      customer: may(id('cus')),
      payment_method: must(id('pm')),
      'allowed_payment_method_types[0]': must(/^card$/),
      confirm: must(/^true$/),
      off_session: must(/^true$/),
      'metadata[payment]': must(payment),
      'metadata[attempt]': must(attempt),
    },
  },
  {
    name: 'GET /v1/payment_intents',
    path: /^\/v1\/payment_intents$/,
    fields: {
      customer: must(id('cus')),
      limit: must(/^100$/),
      'created[gte]': may(/^\d{10}$/),
      starting_after: may(id('pi')),
    },
  },
  {
    name: 'GET /v1/payment_intents/search',
    path: /^\/v1\/payment_intents\/search$/,
    fields: { query: must(/^metadata\['payment'\]:'[\w-]+' AND metadata\['attempt'\]:'\d+'$/), limit: must(/^100$/) },
  },
  { name: 'GET /v1/payment_intents/…', path: /^\/v1\/payment_intents\/pi_[A-Za-z0-9]+$/, fields: {} },
  {
    name: 'POST /v1/payment_intents/…/cancel',
    path: /^\/v1\/payment_intents\/pi_[A-Za-z0-9]+\/cancel$/,
    fields: { cancellation_reason: must(/^(abandoned|duplicate)$/) },
  },
  {
    name: 'GET /v1/refunds',
    path: /^\/v1\/refunds$/,
    fields: { payment_intent: must(id('pi')), limit: must(/^100$/), starting_after: may(id('re')) },
  },
  {
    name: 'POST /v1/refunds',
    path: /^\/v1\/refunds$/,
    fields: {
      payment_intent: must(id('pi')),
      amount: must(/^[1-9]\d*$/),
      'metadata[key]': must(/^[\w:-]{1,255}$/),
    },
  },
];

/** A request, as far as the wire format is concerned. */
export interface WireRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly fields: URLSearchParams;
}

/** The headers that every request has; some come from the client library and say nothing of us. */
const headers: Readonly<Record<string, RegExp>> = {
  authorization: /^Bearer [sr]k_test_[A-Za-z0-9]+$/,
  'stripe-version': /^2026-10-28\.endive$/,
  'content-type': /^application\/x-www-form-urlencoded$/,
};

/** The route of a request; undefined if there is none such. `search` is no id. */
export function routeOf({ method, path }: Pick<WireRequest, 'method' | 'path'>): Route | undefined {
  return routes.find((route) => route.name.startsWith(`${method} `) && route.path.test(path));
}

/** All that is wrong with a request, by the names of what is wrong, never by its value. */
export function violationsOf(request: WireRequest): readonly string[] {
  const route = routeOf(request);
  if (route === undefined) return [`no route: ${request.method}`];
  const wrong: string[] = [];
  for (const [name, shape] of Object.entries(headers)) {
    const value = request.headers[name];
    if (typeof value !== 'string' || !shape.test(value)) wrong.push(`header ${name}`);
  }
  const key = request.headers['idempotency-key'];
  if ((request.method === 'POST') !== (typeof key === 'string' && /^[\w:-]{1,255}$/.test(key))) {
    wrong.push('header idempotency-key');
  }
  if (request.headers['x-stripe-client-telemetry'] !== undefined) wrong.push('telemetry');
  for (const [name, { shape, required }] of Object.entries(route.fields)) {
    const values = request.fields.getAll(name);
    if (values.length > 1 || (required && values.length === 0) || values.some((value) => !shape.test(value))) {
      wrong.push(`${route.name}: ${name}`);
    }
  }
  for (const name of request.fields.keys()) {
    if (!Object.hasOwn(route.fields, name)) wrong.push(`${route.name}: unknown field ${name}`);
  }
  return wrong;
}

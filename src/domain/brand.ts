declare const brand: unique symbol;

/**
 * A primitive that only its smart constructor can make: at run time the bare value, for the compiler a type of its own.
 *
 * Never match on a branded primitive with ts-pattern: it compiles with one case and throws at run time.
 */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name };

import { ESLintUtils, type TSESLint } from '@typescript-eslint/utils';
import type { Type } from 'typescript';

const outcomes = new Set(['Ok', 'Err', 'ResultAsync']); // `Result` is the union of the first two

const isOutcome = (type: Type): boolean =>
  type.isUnion()
    ? type.types.some(isOutcome)
    : outcomes.has(type.symbol?.name ?? '') &&
      (type.symbol.declarations ?? []).some((at) => at.getSourceFile().fileName.includes('/neverthrow/'));

/** Flags a statement that is a Result and does nothing with it: there a failure would be lost without a word. */
export const noIgnoredResult: TSESLint.RuleModule<'ignored'> = ESLintUtils.RuleCreator.withoutDocs({
  meta: {
    type: 'problem',
    schema: [],
    messages: { ignored: 'This Result is ignored, and a failure in it with it. Return it, match on it or unwrap it.' },
  },
  defaultOptions: [],
  create: (context) => ({
    ExpressionStatement: ({ expression }) => {
      if (isOutcome(ESLintUtils.getParserServices(context).getTypeAtLocation(expression)))
        context.report({ node: expression, messageId: 'ignored' });
    },
  }),
});

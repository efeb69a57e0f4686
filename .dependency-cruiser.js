// Who may know whom. Each rule is held to account by test/boundaries.test.ts, which plants a violation of it.

/** @param {...string} names */
const packages = (...names) => `(^|/)node_modules/(${names.map((name) => name.replaceAll('.', '\\.')).join('|')})/`;

/** No I/O, no clock, no randomness: values in, values out. */
const purePackages = ['card-validator', 'libphonenumber-js', 'neverthrow', 'ts-pattern', 'unhomoglyph', 'zod'];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'domain-knows-nobody',
      comment:
        'The domain is pure: it knows itself, a few packages that are pure too, how to read a URL, and how to load a table late.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: {
        couldNotResolve: false,
        pathNot: ['^src/domain/', packages(...purePackages), '^(node:)?(url|module)$'],
      },
    },
    {
      name: 'application-knows-the-domain',
      comment: 'Use cases know the domain and the ports that they declare. What does I/O stands behind a port.',
      severity: 'error',
      from: { path: '^src/application/' },
      to: { couldNotResolve: false, pathNot: ['^src/(domain|application)/', packages('neverthrow', 'ts-pattern')] },
    },
    {
      name: 'adapters-know-the-inside',
      comment:
        'An adapter knows the domain, the application and the packages it adapts. The CLI, a host, knows the door.',
      severity: 'error',
      from: { path: '^src/adapters/' },
      // Two further rules speak of the front door and of src/testing.
      to: { path: '^src/', pathNot: ['^src/(domain|application|adapters|testing)/', '^src/index\\.ts$'] },
    },
    {
      name: 'only-the-cli-opens-the-door',
      comment: 'The front door is built from adapters; only a host comes in by it.',
      severity: 'error',
      from: { path: '^src/(domain|application|adapters)/', pathNot: '^src/adapters/cli/' },
      to: { path: '^src/index\\.ts$' },
    },
    {
      name: 'adapters-do-not-know-each-other',
      comment: 'Only the composition root and the CLI, which is a host, bring adapters together.',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/', pathNot: '^src/adapters/(inversify|cli)/' },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/$1/' },
    },
    {
      name: 'front-door-knows-the-wiring-alone',
      comment: 'Opening the core loads no adapter that was not asked for.',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { couldNotResolve: false, pathNot: '^src/(domain|application|adapters/inversify)/' },
    },
    {
      name: 'testing-stays-outside',
      comment: 'What serves the tests of a host is no part of what runs.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/testing/' },
      to: { path: '^src/testing/' },
    },
    {
      name: 'inversify-stays-in-its-adapter',
      comment: 'The container is a detail of the wiring: no rule, use case or host should depend on it.',
      severity: 'error',
      from: { pathNot: ['^src/adapters/inversify/', 'node_modules'] },
      to: { path: packages('inversify', '@inversifyjs') },
    },
    {
      name: 'no-reflect-metadata',
      comment: 'It is there as a peer of inversify. We use no decorators, and it patches a global.',
      severity: 'error',
      from: { pathNot: 'node_modules' },
      to: { path: packages('reflect-metadata') },
    },
    {
      name: 'neverthrow-through-result',
      comment: 'One file says which part of neverthrow the house uses.',
      severity: 'error',
      from: { pathNot: ['^src/domain/result\\.ts$', 'node_modules'] },
      to: { path: packages('neverthrow') },
    },
    {
      name: 'nothing-that-is-not-shipped',
      comment: 'A development dependency is absent where the package is installed. An optional peer may be used.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional'],
      },
    },
    {
      name: 'nothing-that-is-not-there',
      comment: 'An import that does not resolve.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycles',
      comment: 'Two modules that import each other are one module in two files.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A module that imports nothing and that nobody imports is dead.',
      severity: 'error',
      from: { path: '^src/', orphan: true, pathNot: '\\.d\\.ts$' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Imports of types count: they bind the reader and the compiler as much as others.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};

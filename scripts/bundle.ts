/**
 * Writes the JavaScript of `dist`: one file an entry point, and what several share in chunks. A module of its own for each
 * source file would cost a host several times as long to import, most of it spent on looking for files. The declarations
 * are tsc's, file by file.
 */
import { glob, rm } from 'node:fs/promises';
import { rolldown } from 'rolldown';

// Else a file that is gone from the source would be packed.
await rm('dist', { recursive: true, force: true });

const entries = [
  'src/index.ts',
  'src/domain/index.ts',
  'src/domain/posture/index.ts',
  'src/application/ports/index.ts',
  'src/testing/index.ts',
  'src/adapters/sql/mysql.ts',
  'src/adapters/sql/sqlite.ts',
  'src/adapters/cli/main.ts',
];
for await (const path of glob('src/adapters/*/index.ts')) entries.push(path);
const bundle = await rolldown({
  input: Object.fromEntries(entries.map((path) => [path.slice('src/'.length, -'.ts'.length), path])),
  platform: 'node',
  // Packages stay what a host installs; only our own files are put together.
  external: (id) => !id.startsWith('.') && !id.startsWith('/'),
});
await bundle.write({
  dir: 'dist',
  format: 'es',
  // A third of what a host would load is indentation. Names stay, for stack traces.
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  // The declarations have them; here they would be read at every start for nothing.
  comments: { jsdoc: false },
  codeSplitting: {
    groups: [
      // What the front door itself needs: importing it must not load all the rest, which comes when the core is opened.
      {
        name: 'door',
        test: /\/src\/domain\/(?:brand|result|redacted|card\/card-number|session\/(?:opaque|session)-token|staff\/staff-token|verification\/(?:attempt|device)-token)\.ts$/,
        priority: 2,
      },
      // The rest stays whole: nearly every entry point uses nearly all of it, and would find it in twenty pieces otherwise.
      // Of the accounts of the database, of the posture and of breaches no host knows: only operators load them.
      { name: 'domain', test: /\/src\/domain\/(?!database-account\/|posture\/|breach\/(?!written-rows))/, priority: 1 },
      // Only who looks after an installation asks for it.
      { name: 'posture', test: /\/src\/domain\/posture\//, priority: 0 },
    ],
  },
});
await bundle.close();

process.stderr.write('The benchmark is not written yet.\n');
process.exitCode = 1;

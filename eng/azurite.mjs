// Runs Azurite, with its own arguments, until standard input closes: so it ends, and saves its data,
// with the process that started it, however that one ends.
process.stdin.on('end', () => process.kill(process.pid, 'SIGINT')).resume();
process.stdin.unref?.();

await import('azurite/dist/src/azurite.js');

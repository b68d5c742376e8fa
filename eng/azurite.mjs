// Runs Azurite, with its own arguments, until standard input closes: so it ends, and saves its data,
// with the process that started it, however that one ends.
import Loki from 'lokijs';

process.stdin.on('end', () => process.kill(process.pid, 'SIGINT')).resume();
process.stdin.unref?.();

// Azurite writes all of its data anew every five seconds in which something changed: hundreds of megabytes for a year of
// statistics, and meanwhile it answers nobody. Who can send them again may let it save less often.
const seconds = Number(process.env.AZURITE_SAVE_SECONDS);
const enable = Loki.prototype.autosaveEnable;
Loki.prototype.autosaveEnable = function (...args) {
  if (seconds > 0) this.autosaveInterval = seconds * 1000;
  return enable.apply(this, args);
};

await import('azurite/dist/src/azurite.js');

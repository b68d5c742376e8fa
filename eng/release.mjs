// For the release workflow: `notes TAG` prints what the changelog says of a version. It fails where that has no part of its own, or one without a date.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, run } from './processes.mjs';

const [command, tag = ''] = process.argv.slice(2);

await run(async () => {
  if (command !== 'notes' || !tag.startsWith('v')) fail('Call it with notes and a tag, such as v1.0.0.');
  const part = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').split(/^## /m).find(part => part.startsWith(`[${tag.slice(1)}]`));
  if (!part) fail(`CHANGELOG.md has no part "## [${tag.slice(1)}]".`);
  const [heading, ...notes] = part.split('\n');
  if (!/ - \d{4}-\d\d-\d\d$/.test(heading)) fail(`CHANGELOG.md must date the part "## ${heading}".`);
  console.log(notes.join('\n').trim());
  return 0;
});

import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './processes.mjs';

const [sample, own] = ['local.settings.sample.json', 'local.settings.json'].map(name => join(root, name));

/** What stands in local.settings.sample.json, but for the storage: where none is named, one is started. */
export function defaultSettings() {
  const { AzureWebJobsStorage, ...defaults } = values(sample);
  return defaults;
}

/** The values of local.settings.json, which is made from the sample where it is missing, over those of the sample. */
export function localSettings() {
  if (!existsSync(own)) copyFileSync(sample, own);
  return { ...defaultSettings(), ...values(own) };
}

/** @returns {Record<string, string>} */
function values(file) {
  return JSON.parse(readFileSync(file, 'utf8')).Values ?? {};
}

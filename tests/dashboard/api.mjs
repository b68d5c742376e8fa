import assert from 'node:assert/strict';
import { test } from 'node:test';

export function apiTests(service, browser) {
  for (const path of ['api/v1', 'api/v1/'])
    test(`At /${path} the API can be read and tried`, async () => {
      const visit = await (await browser().visitor()).open(service().address + path);
      const call = visit.page.locator('#operations-Public-getHealth');
      await call.locator('.opblock-summary-control').click();
      await call.locator('.try-out__btn').click();
      await call.locator('.execute').click();
      await call.locator('.live-responses-table').waitFor();
      assert.ok(visit.requests.includes(service().address + 'health'));
      await visit.end();
    });
}

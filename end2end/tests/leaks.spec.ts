import { tokensIn } from '../fixtures/leaks.js';
import { COMPLETE, expect, test } from '../fixtures/test.js';
import { signIn } from '../pages/site.js';

test('token scan sees requests and answers', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE));
  const tokens = await app.pool.issuedTokens();
  expect(tokens.length).toBeGreaterThanOrEqual(3);
  for (const token of tokens) expect(tokensIn(`before ${token} after`, tokens)).toContain(token);
  expect(tokensIn(`a part: ${tokens[0].split('.')[1]}`, tokens)).toEqual([tokens[0]]);

  expect(app.traffic.texts.filter((text) => text.includes('<!DOCTYPE html>'))).not.toHaveLength(0);
  await page.request.get('/healthz', { headers: { 'x-leak': tokens[0] } });
  expect(app.traffic.texts.filter((text) => tokensIn(text, tokens).length > 0)).toHaveLength(1);
  app.traffic.forget();
});

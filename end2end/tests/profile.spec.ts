import { COMPLETE, expect, test } from '../fixtures/test.js';
import { AttributeForm } from '../pages/attribute-form.js';
import { expectHeading, expectPath, open, signIn } from '../pages/site.js';

const SAVED = 'Your changes are saved.';

test('saved change is shown on the next visit', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const form = new AttributeForm(page);
  await expect(form.jobTitle).toHaveValue('Gardener');

  await form.jobTitle.fill('Head gardener');
  await form.startDate.fill('2024-02-29');
  await form.newsletter.check();
  await form.saveChanges();
  await expect(page.getByText(SAVED)).toBeVisible();
  await expect(form.jobTitle).toHaveValue('Head gardener');

  await open(page, '/profile');
  await expect(page.getByText(SAVED)).toBeHidden();
  await expect(form.jobTitle).toHaveValue('Head gardener');
  await expect(form.startDate).toHaveValue('2024-02-29');
  await expect(form.newsletter).toBeChecked();
});

test('an optional value can be taken back', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson({ ...COMPLETE, 'custom:desk_number': '12' }), '/profile');
  const form = new AttributeForm(page);
  await expect(form.deskNumber).toHaveValue('12');
  await form.deskNumber.fill('');
  await form.saveChanges();
  await expect(page.getByText(SAVED)).toBeVisible();
  await open(page, '/profile');
  await expect(form.deskNumber).toHaveValue('');
});

for (const wrong of ['0', '501', '1.5', 'twelve', 'NaN']) {
  test(`desk number ${wrong} is refused and not written`, async ({ page, app }) => {
    await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
    const form = new AttributeForm(page);
    await form.jobTitle.fill('Somebody else');
    await form.deskNumber.fill(wrong);
    await form.saveChanges();
    await form.expectComplaints('Desk number');
    await expect(form.jobTitle).toHaveValue('Somebody else');

    await open(page, '/profile');
    await expect(form.jobTitle).toHaveValue('Gardener');
    await expect(form.deskNumber).toHaveValue('');
  });
}

test('impossible date is refused and not written', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson({ ...COMPLETE, 'custom:start_date': '2024-02-28' }), '/profile');
  const form = new AttributeForm(page);
  await form.startDate.pressSequentially('30022026');
  await form.saveChanges();
  if (test.info().project.name === 'wasm') await form.expectComplaints('Start date');
  await expect(page.getByText(SAVED)).toBeHidden();

  await open(page, '/profile');
  await expect(form.startDate).toHaveValue('2024-02-28');
});

test('too long value is refused and kept typed', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const form = new AttributeForm(page);
  const long = 'x'.repeat(2049);
  await form.jobTitle.fill(long);
  await form.saveChanges();
  await form.expectComplaints('Job title');
  await expect(form.jobTitle).toHaveValue(long);
});

test('stale tab undoes nothing another tab saved', async ({ page, context, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const tab = await context.newPage();
  await open(tab, '/profile');
  const [form, other] = [new AttributeForm(page), new AttributeForm(tab)];
  // With a change under way: a tab without one is shown anew when it hears of the other's.
  await form.deskNumber.fill('13');
  await other.jobTitle.fill('Head gardener');
  await other.saveChanges();
  await expect(tab.getByText(SAVED)).toBeVisible();

  await form.saveChanges();
  await expect(page.getByText(SAVED)).toBeVisible();
  await open(page, '/profile');
  await expect(form.jobTitle).toHaveValue('Head gardener');
  await expect(form.deskNumber).toHaveValue('13');
});

test('read-only values are shown as text', async ({ page }) => {
  // Of the demo's seed: only an administrator can give a role.
  await signIn(page, { email: 'bob@example.com', password: 'Bob-is-here-7', name: 'Bob Example' }, '/profile');
  await expect(page.getByText('E-1042')).toBeVisible();
  await expect(page.getByText("Set when the account was created. It can't be changed.")).toBeVisible();
  await expect(page.getByText("so you can't change it yourself.")).toBeVisible();
  for (const label of ['Employee number', 'Role']) await expect(page.getByLabel(label)).toHaveCount(0);
  await expectPath(page, '/profile');
});

test('unset read-only attributes are not shown', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  await expectHeading(page, 'Your profile');
  await expect(page.getByText('Employee number')).toHaveCount(0);
});

test('each input keeps what it was given', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson({ ...COMPLETE, 'custom:newsletter': 'true' }), '/profile');
  const form = new AttributeForm(page);
  const lines = 'One line,\n</textarea><script>alert(1)</script>\nand "another" & a last one.';
  await form.about.fill(lines);
  await form.country.selectOption('Germany');
  await form.website.fill('HTTPS://example.com/garden?a=1#b');
  await form.workPlace('Home').check();
  await form.deskNumber.fill('007');
  await form.weeklyHours.fill('38.50');
  await form.startDate.fill('2024-02-29');
  await form.workPhone.fill('+49 (30) 1234-567');
  await form.badge.fill('AB-1234');
  await form.newsletter.uncheck();
  await form.saveChanges();
  await expect(page.getByText(SAVED)).toBeVisible();

  await open(page, '/profile');
  await expect(form.about).toHaveValue(lines);
  await expect(form.country).toHaveValue('DE');
  await expect(form.website).toHaveValue('https://example.com/garden?a=1#b');
  await expect(form.workPlace('Home')).toBeChecked();
  await expect(form.deskNumber).toHaveValue('7');
  await expect(form.weeklyHours).toHaveValue('38.5');
  await expect(form.startDate).toHaveValue('2024-02-29');
  await expect(form.workPhone).toHaveValue('+49301234567');
  await expect(form.badge).toHaveValue('AB-1234');
  await expect(form.newsletter).not.toBeChecked();
});

test('optional values can be removed', async ({ page, app }) => {
  const given = {
    'custom:country': 'DE',
    website: 'https://example.com',
    'custom:work_place': 'both',
    'custom:work_phone': '+49301234567',
  };
  await signIn(page, await app.pool.addPerson({ ...COMPLETE, ...given }), '/profile');
  const form = new AttributeForm(page);
  for (const input of [form.about, form.website, form.workPhone]) await input.fill('');
  await form.country.selectOption('Choose…');
  await form.workPlace('No answer').check();
  await form.saveChanges();
  await expect(page.getByText(SAVED)).toBeVisible();

  await open(page, '/profile');
  for (const input of [form.about, form.website, form.workPhone, form.country]) await expect(input).toHaveValue('');
  await expect(form.workPlace('No answer')).toBeChecked();
});

const MISTAKES = [
  ['Website', 'example.com', 'Enter a web address like https://example.com, with no spaces, quotes, angle brackets or user name.'],
  ['Hours a week', '38.1', 'Enter a multiple of 0.5.'],
  ['Work phone', '030 1234567', 'Enter the number with + and the country code'],
  ['Badge', 'ab-12', 'Two capital letters, a hyphen and four digits, such as AB-1234.'],
];
for (const [label, value, sentence] of MISTAKES) {
  test(`${label} ${value} is refused in words that help`, async ({ page, app }) => {
    await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
    const form = new AttributeForm(page);
    await page.getByLabel(label).fill(value);
    await form.saveChanges();
    await form.expectComplaints(label);
    await expect(page.getByLabel(label)).toHaveAccessibleDescription(new RegExp(sentence.replaceAll(/[+./]/g, '.')));
  });
}

test('a changed country is told by its name', async ({ page, context, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const tab = await context.newPage();
  await open(tab, '/profile');
  const [form, other] = [new AttributeForm(page), new AttributeForm(tab)];
  await form.country.selectOption('France');
  await other.country.selectOption('Germany');
  await other.saveChanges();
  await expect(tab.getByText(SAVED)).toBeVisible();
  await form.saveChanges();
  await form.expectComplaints('Country');
  await expect(form.country).toHaveAccessibleDescription(/Someone changed this to “Germany”/);
  await expect(form.country).toHaveValue('FR');
});

test('conflicting change is told before it is replaced', async ({
  page,
  context,
  app,
}) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const tab = await context.newPage();
  await open(tab, '/profile');
  const [form, other] = [new AttributeForm(page), new AttributeForm(tab)];
  // With a change under way: a tab without one is shown anew when it hears of the other's.
  await form.department.selectOption('Support');
  await form.jobTitle.fill('Head gardener');
  await other.department.selectOption('Sales');
  await other.saveChanges();
  await expect(tab.getByText(SAVED)).toBeVisible();

  await form.saveChanges();
  await form.expectComplaints('Department');
  await expect(form.department).toHaveAccessibleDescription(/Someone changed this to “Sales”/);
  await expect(form.department).toHaveValue('support');
  await expect(form.jobTitle).toHaveValue('Head gardener');
  await open(tab, '/profile');
  await expect(other.department).toHaveValue('sales');
  await expect(other.jobTitle).toHaveValue('Gardener');

  await form.saveChanges();
  await expect(page.getByText(SAVED)).toBeVisible();
  // With WebAssembly it comes anew by itself.
  if (test.info().project.name !== 'wasm') await open(tab, '/profile');
  await expect(other.department).toHaveValue('support');
  await expect(other.jobTitle).toHaveValue('Head gardener');
});

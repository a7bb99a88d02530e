// What people come to the page for, done by a real browser against a running Core. Prints one line of JSON per scenario.
// Environment: BASE (Core's address), KEY (its key), CHROMIUM (the browser), ONLY (names of scenarios, with commas).
import { chromium } from 'playwright-core';

const { BASE: base, KEY: key, CHROMIUM: executablePath, ONLY: only = '' } = process.env;
const patience = 30_000;
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });

function check(is, what) {
  if (!is) throw new Error(what);
}

async function api(method, path, body) {
  const answer = await fetch(base + path, { method, headers: { 'X-API-Key': key, 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) });
  check(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}

const ask = (more) => api('POST', '/v1/llm/request', { quality: 'economy', prompt: 'Why is the sky blue?', source: 'browser-test', constraints: { local_only: true }, ...more });

async function until(what, happened) {
  for (const end = Date.now() + patience; Date.now() < end; await new Promise((done) => setTimeout(done, 100))) {
    if (await happened()) return;
  }

  throw new Error(`never: ${what}`);
}

const figure = (page, name) => page.locator('.figure', { has: page.getByText(name, { exact: true }) }).locator('dd').first().innerText();

const scenarios = {
  async 'the overview loads and updates live'({ page }) {
    await page.goto(base);
    await page.getByText('Live', { exact: true }).waitFor();
    const before = Number((await figure(page, 'Done in the last hour')).replace(/\D/g, ''));
    await api('GET', `/v1/jobs/${(await ask()).job_id}?wait=60`);
    await until('the count of done jobs grows', async () => Number((await figure(page, 'Done in the last hour')).replace(/\D/g, '')) > before);
    check((await page.getByText('simulated', { exact: true }).count()) > 0, 'simulated nodes are not labelled');
  },

  async 'a request in the playground shows its route, its tokens as they come, and its cost'({ page }) {
    await page.goto(`${base}/#/playground`);
    await page.getByLabel('Prompt', { exact: true }).fill('Tell me about tides.');
    await page.getByLabel('Place').selectOption('local_only');
    await page.getByLabel('Most tokens').fill('60');
    const route = page.getByRole('region', { name: 'Where it would go' });
    await route.getByRole('row').nth(1).waitFor();
    check((await route.locator('.reasons li').count()) > 0, 'the dry run gives no reasons');
    // On the slowest machine, so that the answer can be seen growing.
    await page.getByLabel('Model', { exact: true }).fill('llama3.2:1b');
    await page.getByRole('button', { name: 'Send' }).click();
    const answer = page.getByRole('region', { name: 'Answer' });
    const sizes = new Set();
    await until('the job is done', async () => {
      sizes.add((await answer.getByTestId('answer').innerText().catch(() => '')).length);
      return (await answer.getByText('done', { exact: true }).count()) > 0;
    });
    check(sizes.size >= 4, `the answer did not grow: ${[...sizes]}`);
    check(/[1-9]\d* out · 0\.00000\$/.test(await answer.locator('header').innerText()), `no tokens and cost: ${await answer.locator('header').innerText()}`);
    await answer.getByText('Open the job').click();
    await page.getByRole('region', { name: 'Route' }).locator('.reasons li').first().waitFor();
    check((await page.getByRole('region', { name: 'Timeline' }).getByText('Attempt 1').count()) === 1, 'no attempt in the timeline');
    check((await page.getByRole('region', { name: 'Answer' }).getByTestId('answer').innerText()).length > 50, 'the stored answer is not shown');
  },

  async 'a job is found in the list, canceled, and submitted again'({ page }) {
    // Seventy billion parameters: slow to load and slow to speak, so there is something to cancel.
    const { job_id } = await ask({ quality: undefined, model: 'llama3.3:70b', prompt: 'Count to a million.', max_tokens: 4000, source: 'long-one' });
    await page.goto(`${base}/#/jobs`);
    await page.getByLabel('Source').fill('long-one');
    await page.getByRole('link', { name: job_id.slice(-8) }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Retry' }).waitFor();
    check((await api('GET', `/v1/jobs/${job_id}`)).status === 'canceled', 'it was not canceled');
    await page.getByRole('button', { name: 'Retry' }).click();
    await until('the copy is open', async () => !page.url().includes(job_id));
    await page.getByRole('region', { name: 'Facts' }).getByText('Copy of').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Retry' }).waitFor();
  },

  async 'a node is taken offline and put back'({ page }) {
    await page.goto(`${base}/#/fleet`);
    const node = page.locator('.node', { has: page.getByRole('button', { name: 'Take offline' }) }).first();
    const same = page.locator(`[data-device="${await node.getAttribute('data-device')}"]`);
    await same.getByRole('button', { name: 'Take offline' }).click();
    await same.getByText('held', { exact: true }).waitFor();
    await same.getByText('offline', { exact: true }).waitFor();
    await same.getByRole('button', { name: 'Put back' }).click();
    await same.getByRole('button', { name: 'Take offline' }).waitFor();
    await same.locator('summary').click();
    await same.getByText('Measured speeds').waitFor();
  },

  async 'one node is asked, and what it says is told'({ page }) {
    await page.goto(`${base}/#/fleet`);
    const node = page.locator('.node', { has: page.getByRole('button', { name: 'Take offline' }) }).last();
    const id = await node.getAttribute('data-device');
    const asked = [];
    page.on('request', (request) => { if (request.method() === 'POST') asked.push(new URL(request.url()).pathname); });
    // Found by its name, as by those who hear the page.
    const buttons = page.getByRole('group', { name: id, exact: true });
    await buttons.getByRole('button', { name: 'Probe' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText(`${id} answered in`).waitFor();
    check(asked.length === 1 && asked[0] === `/v1/devices/${encodeURIComponent(id)}/probe`, `asked ${asked}`);
    check((await buttons.getByRole('button').count()) >= 3, 'actions are missing');
  },

  async 'a price is entered and a tier pinned'({ page }) {
    await page.goto(`${base}/#/models`);
    const row = page.getByRole('row').nth(1);
    await row.getByRole('button', { name: /Edit the price/ }).click();
    await row.getByLabel('In').fill('0.25');
    await row.getByLabel('Out').fill('1.5');
    await row.getByRole('button', { name: 'Save' }).click();
    await row.getByText('0.25 / 1.5').waitFor();
    await row.getByRole('combobox').selectOption('large');
    await page.getByText('Saved.').waitFor();
    await page.goto(`${base}/#/costs`);
    await page.getByRole('combobox', { name: 'By' }).selectOption('source');
    await page.getByRole('combobox', { name: 'Show' }).selectOption('tokens');
    await page.getByRole('cell', { name: 'browser-test' }).waitFor();
    check((await page.locator('canvas').count()) === 1, 'no chart');
  },

  async 'the key is asked for, once, and again only when it is wrong'({ open, expect401 }) {
    expect401();
    const page = await open({ key: '', headers: { 'X-Forwarded-For': '203.0.113.9' } });
    await page.goto(base);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Key').fill('not the key at all');
    await dialog.getByRole('button', { name: 'Use key' }).click();
    await dialog.getByText('That key is not the one of this Core.').waitFor();
    await dialog.getByLabel('Key').fill(key);
    await dialog.getByRole('button', { name: 'Use key' }).click();
    await page.getByText('Live', { exact: true }).waitFor();
    check(!(await dialog.isVisible()), 'the dialog stays');
    check((await page.evaluate(() => localStorage.getItem('llm-mcp.key'))) === null, 'the key was kept without being told to');
    await page.reload();
    await page.getByText('Live', { exact: true }).waitFor();
    check(!(await dialog.isVisible()), 'the key was forgotten by a reload');

    // Whoever only looks may decline; who wants something done is asked again.
    const near = await open({ key: '' });
    await near.goto(`${base}/#/fleet`);
    const press = () => near.getByRole('button', { name: 'Look for nodes' }).click();
    await press();
    await near.getByRole('button', { name: 'Not now' }).click();
    await press();
    await near.getByRole('dialog').getByLabel('Key').waitFor();
  },

  async 'it speaks Russian and remembers that'({ page }) {
    await page.goto(base);
    await page.getByLabel('Language').selectOption('ru');
    await page.getByRole('link', { name: 'Задания' }).click();
    await page.getByRole('heading', { name: 'Задания' }).waitFor();
    await page.reload();
    await page.getByText('На связи', { exact: true }).waitFor();
    check((await page.evaluate(() => document.documentElement.lang)) === 'ru', 'the page does not say its language');
  },

  async 'a phone has no sideways scroll, on any page, in either language'({ open }) {
    const { jobs } = await api('GET', '/v1/jobs?limit=1');
    for (const language of ['en', 'ru']) {
      const page = await open({ viewport: { width: 360, height: 740 }, language });
      for (const place of ['', 'fleet', 'jobs', `jobs/${jobs[0].id}`, 'models', 'costs', 'playground']) {
        await page.goto(`${base}/#/${place}`);
        await page.locator('.main .panel').first().waitFor();
        await page.waitForTimeout(300);
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        check(beyond <= 0, `${place || 'overview'} (${language}) is ${beyond} pixels too wide`);
      }
    }
  },

  async 'colours follow the machine or the reader, and have contrast'({ open }) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await open({ colorScheme });
      await page.goto(base);
      await page.getByText('Live', { exact: true }).waitFor();
      const ratios = await page.evaluate(() => {
        const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        const light = (name) => {
          const probe = document.createElement('i');
          probe.style.color = `var(--${name})`;
          document.body.append(probe);
          paint.fillStyle = getComputedStyle(probe).color;
          probe.remove();
          paint.fillRect(0, 0, 1, 1);
          const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map((value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
        return ['text', 'dim', 'accent', 'ok', 'warn', 'bad', 'info'].flatMap((ink) => ['ground', 'panel', 'sunk'].map((ground) => [`${ink} on ${ground}`, ratio(ink, ground)])).concat([['on-accent on accent', ratio('on-accent', 'accent')]]);
      });
      for (const [pair, ratio] of ratios) check(ratio >= 4.5, `${colorScheme}: ${pair} has a contrast of ${ratio.toFixed(2)}`);
    }

    const page = await open({ colorScheme: 'light' });
    await page.goto(base);
    await page.getByLabel('Colours').selectOption('dark');
    await until('it is dark', () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme === 'dark'));
  },

  async 'it says when Core is away, keeps what it knew, and recovers'({ page, expectAway }) {
    await page.goto(base);
    await page.getByText('Live', { exact: true }).waitFor();
    expectAway();
    await page.route('**/v1/**', (route) => route.abort());
    await page.getByText(/Core does not answer\. Trying again; what you see is from/).waitFor();
    check((await page.getByText('Running', { exact: true }).count()) > 0, 'what was known is gone');
    await page.unroute('**/v1/**');
    await page.getByText('Core answers again.').waitFor();
  },

  async 'a page with little on it has its head at the top'({ open }) {
    const page = await open({ viewport: { width: 800, height: 1400 } });
    await page.goto(`${base}/#/playground`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const height = await page.evaluate(() => document.querySelector('.side').getBoundingClientRect().height);
    check(height < 120, `the head is ${height} pixels high`);
  },

  async 'everything can be reached and named without a mouse'({ page }) {
    for (const place of ['', 'fleet', 'jobs', 'models', 'costs', 'playground']) {
      await page.goto(`${base}/#/${place}`);
      await page.locator('.main .panel').first().waitFor();
      const nameless = await page.evaluate(() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
        .filter((one) => !(one.getAttribute('aria-label') || one.labels?.length || one.textContent.trim())).map((one) => one.outerHTML.slice(0, 120)));
      check(nameless.length === 0, `${place || 'overview'}: no name: ${nameless}`);
      check((await page.getByRole('heading', { level: 1 }).count()) === 1, `${place || 'overview'} has not one first heading`);
    }

    await page.goto(`${base}/#/jobs`);
    await page.reload();
    await page.keyboard.press('Tab');
    check((await page.evaluate(() => document.activeElement.textContent)) === 'Skip to content', 'the first stop is not the skip link');
    await page.keyboard.press('Enter');
    check((await page.evaluate(() => document.activeElement.id)) === 'main', 'the skip link does not skip');
  },
};

async function run(name, scenario) {
  const mistakes = [];
  const contexts = [];
  let excused = () => false;
  const open = async ({ key: own = key, headers = {}, language = 'en', ...options } = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', extraHTTPHeaders: headers, ...options });
    contexts.push(context);
    context.setDefaultTimeout(patience);
    await context.addInitScript(([own, language]) => {
      if (own) sessionStorage.setItem('llm-mcp.key', own);
      if (!localStorage.getItem('llm-mcp.language')) localStorage.setItem('llm-mcp.language', language);
    }, [own, language]);
    const page = await context.newPage();
    page.on('console', (message) => { if (['error', 'warning'].includes(message.type()) && !excused(message.text())) mistakes.push(`console: ${message.text()}`); });
    page.on('pageerror', (error) => mistakes.push(`error: ${error.message}`));
    page.on('request', (request) => { if (!request.url().startsWith(base) && !request.url().startsWith('data:')) mistakes.push(`asked another host: ${request.url()}`); });
    return page;
  };
  try {
    await scenario({
      open,
      page: await open(),
      expect401: () => { excused = (text) => text.includes('401'); },
      expectAway: () => { excused = (text) => text.includes('ERR_FAILED'); },
    });
  } catch (failure) {
    mistakes.push(failure.message);
  }

  await Promise.all(contexts.map((context) => context.close()));
  console.log(JSON.stringify({ name, mistakes }));
  return mistakes.length === 0;
}

let good = true;
for (const [name, scenario] of Object.entries(scenarios)) {
  if (only === '' || only.split(',').includes(name)) good = (await run(name, scenario)) && good;
}

await browser.close();
process.exitCode = good ? 0 : 1;

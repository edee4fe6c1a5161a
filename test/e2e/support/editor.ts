import type { Browser, Locator, Page } from 'playwright-core';

import { artifactPath } from './artifacts';
import { owner } from './owner';

const stepTimeoutMs = 20_000;
export const usualView = { width: 1440, height: 900 };

/** n8n's editor in a browser, by the marks that n8n puts into its pages for its own tests. */
export class Editor {
	private constructor(
		readonly page: Page,
		private readonly url: string,
	) {}

	static async signIn(browser: Browser, url: string): Promise<Editor> {
		const page = await browser.newPage({ viewport: usualView });
		page.setDefaultTimeout(stepTimeoutMs);
		await page.goto(`${url}/signin`);
		await page.locator('input[type=email]').fill(owner.email);
		await page.locator('input[type=password]').fill(owner.password);
		await page.locator('[data-test-id=form-submit-button]').click();
		await page.waitForURL(/home/);
		return new Editor(page, url);
	}

	/** What n8n marks with this id, if it shows. */
	part(id: string): Locator {
		return this.page.locator(`[data-test-id="${id}"]`).filter({ visible: true });
	}

	/** A page beside the editor, for something else. */
	async newPage(): Promise<Page> {
		const browser = this.page.context().browser();
		if (browser === null) throw new Error('The editor has no browser');
		return await browser.newPage({ viewport: usualView });
	}

	async open(path: string): Promise<void> {
		await this.page.goto(`${this.url}${path}`);
	}

	/** Saves among the artifacts what the browser shows. */
	async screenshot(name: string): Promise<void> {
		await this.screenshotTo(artifactPath('screenshots', `${name}.png`));
	}

	/** Saves what the browser shows, without n8n's messages in the corner; of a part, that part alone. */
	async screenshotTo(path: string, part?: Locator): Promise<void> {
		await this.page.mouse.move(2, 450);
		await this.page
			.locator('.el-notification__closeBtn')
			.evaluateAll((buttons) => buttons.forEach((button) => (button as HTMLElement).click()));
		await this.page.locator('.el-notification').last().waitFor({ state: 'detached' });
		await this.settle();
		await (part ?? this.page).screenshot({ path });
	}

	/** Saves the nodes and notes of the open workflow, and nothing around them. */
	async screenshotOfCanvas(path: string): Promise<void> {
		await this.page.addStyleTag({
			content: '[class*="executionButtons"], .vue-flow__panel { visibility: hidden !important; }',
		});
		// The canvas moves by script, which is no animation of the page.
		await this.page.evaluate(async () => {
			const pane = document.querySelector<HTMLElement>('.vue-flow__transformationpane');
			for (let still = 0, last = ''; still < 30; ) {
				await new Promise(requestAnimationFrame);
				const now = pane?.style.transform ?? '';
				still = now === last ? still + 1 : 0;
				last = now;
			}
		});
		await this.settle();
		const marks = '[data-test-id="canvas-node"], [data-test-id="sticky"]';
		const boxes = await this.page.locator(marks).evaluateAll((parts) =>
			parts.map((part) => {
				const { left, top, right, bottom } = part.getBoundingClientRect();
				return { left, top, right, bottom };
			}),
		);
		// Labels stand below their nodes, and are wider.
		const margin = { side: 24, right: 72, below: 72 };
		const x = Math.max(0, Math.min(...boxes.map(({ left }) => left)) - margin.side);
		const y = Math.max(0, Math.min(...boxes.map(({ top }) => top)) - margin.side);
		const right = Math.max(...boxes.map((box) => box.right)) + margin.right;
		const bottom = Math.max(...boxes.map((box) => box.bottom)) + margin.below;
		const { width, height } = this.page.viewportSize() ?? usualView;
		await this.page.screenshot({
			path,
			clip: { x, y, width: Math.min(width, right) - x, height: Math.min(height, bottom) - y },
		});
	}

	/** Waits until nothing on the page moves any more. */
	async settle(): Promise<void> {
		await this.page.evaluate(async () => {
			const moving = document
				.getAnimations()
				.filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity);
			await Promise.allSettled(moving.map(async (animation) => await animation.finished));
		});
	}

	/** Types into the open node creator, and waits until it offers a node of that name. */
	async findNode(words: string, name: string): Promise<void> {
		await this.part('node-creator-search-bar').fill('');
		await this.nodeNamed(name).waitFor({ state: 'detached' });
		await this.part('node-creator-search-bar').fill(words);
		await this.nodeNamed(name).waitFor();
	}

	private nodeNamed(name: string): Locator {
		return this.part('node-creator-item-name').filter({ hasText: name }).first();
	}

	async chooseNode(name: string): Promise<void> {
		await this.nodeNamed(name).click();
	}

	/** The cards of the chosen node: its events, or its operations. */
	async cards(): Promise<string[]> {
		await this.part('node-creator-category-item').first().waitFor();
		// The list that was there before slides out.
		await this.part('node-creator-search-bar').waitFor({ state: 'detached' });
		await this.settle();
		return await this.part('node-creator-item-name').allInnerTexts();
	}

	/** The same to the end of a long list, of which n8n draws more only when one scrolls. */
	async allCards(): Promise<string[]> {
		for (let drawn = 0; ; ) {
			const cards = await this.cards();
			if (cards.length === drawn) return cards;
			drawn = cards.length;
			await this.part('node-creator-item-name').last().scrollIntoViewIfNeeded();
		}
	}

	/** Runs the node whose panel is open, and waits for its output. */
	async executeNode(): Promise<void> {
		await this.part('node-execute-button').click();
		await this.part('node-run-status-success').waitFor();
	}

	/** The cells of the open node's output, as a table. */
	async outputCells(): Promise<string[]> {
		const cells = this.part('output-panel').locator('td');
		await cells.first().waitFor();
		return await cells.allInnerTexts();
	}

	async closeNode(): Promise<void> {
		await this.part('ndv-close-button').click();
		await this.part('ndv').waitFor({ state: 'detached' });
	}
}

/** The form of a credential, while it is open. */
export class CredentialForm {
	constructor(private readonly editor: Editor) {}

	/** From the panel of a node. */
	async openNew(): Promise<void> {
		await this.editor.part('node-credentials-select').click();
		await this.editor.part('node-credentials-select-item-new').click();
		await this.editor.part('parameter-input-region').waitFor();
		await this.editor.settle();
	}

	/** The fields of ours that show, by the names under which they are stored. */
	async fields(): Promise<string[]> {
		const inputs = this.editor
			.part('editCredential-modal')
			.locator('[data-test-id^="parameter-input-"]:visible');
		const ids = await inputs.evaluateAll((all) =>
			all.map((input) => input.getAttribute('data-test-id') ?? ''),
		);
		return ids
			.map((id) => id.replace('parameter-input-', ''))
			.filter((name) => name !== 'field' && !name.startsWith('allowed'));
	}

	async choose(field: string, option: string): Promise<void> {
		await this.editor.part(`parameter-input-${field}`).click();
		await this.editor.page
			.getByRole('option', { name: option })
			.filter({ visible: true })
			.first()
			.click();
		await this.editor.settle();
	}

	async fill(field: string, text: string): Promise<void> {
		await this.editor.part(`parameter-input-${field}`).locator('input').fill(text);
	}

	/** Saves. n8n then tests by itself, and closes the form when an existing credential works. */
	async save(): Promise<void> {
		await this.editor.part('credential-save-button').locator('button').click();
	}

	/** The sentence that a failed test shows. */
	async failure(): Promise<string> {
		const modal = this.editor.part('editCredential-modal');
		// The notice in the form names the link, too.
		await modal.getByText('More details', { exact: true }).click();
		return await modal.innerText();
	}

	async waitForGreen(): Promise<void> {
		await this.editor.part('credentials-config-container-test-success').waitFor();
	}

	async close(): Promise<void> {
		const modal = this.editor.part('editCredential-modal');
		await modal.getByRole('button', { name: 'Close this dialog' }).click();
		await modal.waitFor({ state: 'detached' });
	}
}

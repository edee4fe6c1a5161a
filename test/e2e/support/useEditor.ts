import type { Browser } from 'playwright-core';

import { launchBrowser } from './browser';
import { Editor } from './editor';
import type { Lab } from './lab';

/** The editor of the lab's n8n in a browser, signed in, during the tests of a file. */
export function useEditor(lab: () => Lab): () => Editor {
	let browser: Browser | undefined;
	let editor: Editor | undefined;
	beforeAll(async () => {
		browser = await launchBrowser();
		editor = await Editor.signIn(browser, lab().url);
	});
	afterAll(async () => await browser?.close());
	return () => {
		if (editor === undefined) throw new Error('The editor is open during tests only');
		return editor;
	};
}

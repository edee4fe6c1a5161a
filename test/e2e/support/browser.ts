/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { existsSync } from 'node:fs';

import { type Browser, chromium } from 'playwright-core';

const places = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/opt/google/chrome/chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Starts the Chromium of this machine, without a window and without requests of its own. */
export async function launchBrowser(): Promise<Browser> {
	const executablePath = [process.env.CHROMIUM ?? '', ...places].find((file) => existsSync(file));
	if (executablePath === undefined) {
		throw new Error(
			'No Chromium was found. Install it (Debian: apt-get install chromium), ' +
				'or name its executable in the variable CHROMIUM.',
		);
	}
	return await chromium.launch({
		executablePath,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
}

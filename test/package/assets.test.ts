import { XMLParser, XMLValidator } from 'fast-xml-parser';

import manifest from '../../package.json';
import { BambuLabCloudApi } from '../../credentials/BambuLabCloudApi.credentials';
import { BambuLab } from '../../nodes/BambuLab/BambuLab.node';
import { BambuLabTrigger } from '../../nodes/BambuLab/BambuLabTrigger.node';
import { readText } from '../support/project';

const nodeFolder = 'nodes/BambuLab';
const icon = { light: 'file:bambuLab.svg', dark: 'file:bambuLab.dark.svg' };

test('nodes and credential bear the same icon, in both themes', () => {
	expect(new BambuLab().description.icon).toEqual(icon);
	expect(new BambuLabTrigger().description.icon).toEqual(icon);
	expect(new BambuLabCloudApi().icon).toEqual({
		light: `file:../${nodeFolder}/bambuLab.svg`,
		dark: `file:../${nodeFolder}/bambuLab.dark.svg`,
	});
});

test.each(['bambuLab.svg', 'bambuLab.dark.svg'])('%s is a small, square, plain drawing', (file) => {
	const text = readText(nodeFolder, file);
	expect(XMLValidator.validate(text)).toBe(true);
	const { svg } = new XMLParser({ ignoreAttributes: false }).parse(text) as {
		svg?: { [attribute: string]: string };
	};
	expect(svg?.['@_xmlns']).toBe('http://www.w3.org/2000/svg');
	const [, , width, height] = (svg?.['@_viewBox'] ?? '').split(' ');
	expect(width).toMatch(/^\d+$/);
	expect(height).toBe(width);
	// A size of its own would keep it from filling its place on the canvas.
	expect(svg).not.toHaveProperty('@_width');
	expect(text).not.toMatch(/<(script|image|style|text|foreignObject)|href|data:/i);
	expect(text.length).toBeLessThan(4_000);
});

test('the two themes differ', () => {
	expect(readText(nodeFolder, 'bambuLab.svg')).not.toBe(readText(nodeFolder, 'bambuLab.dark.svg'));
});

/** How bright a colour is, by WCAG 2. */
function luminanceOf(color: string): number {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5]
		.map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
		.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
	const [dim = 0, bright = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
	return (bright + 0.05) / (dim + 0.05);
}

// WCAG 2 asks for 3:1 where a graphic has to be made out.
test.each([
	['bambuLab.svg', ['#FFFFFF', '#F5F5F5']],
	['bambuLab.dark.svg', ['#1F1F1F', '#414244']],
])('each part of %s can be made out on n8n’s canvas and panels', (file, grounds) => {
	const colors = readText(nodeFolder, file).match(/#[0-9A-F]{6}/g) ?? [];
	expect(colors.length).toBeGreaterThan(3);
	for (const color of colors) {
		for (const ground of grounds) {
			expect([color, ground, contrast(color, ground) >= 3]).toEqual([color, ground, true]);
		}
	}
});

test.each([
	['BambuLab.node.json', new BambuLab()],
	['BambuLabTrigger.node.json', new BambuLabTrigger()],
])('%s tells the node creator about its node', (file, { description }) => {
	const codex = JSON.parse(readText(nodeFolder, file)) as { alias: string[] };
	expect(codex).toMatchObject({
		node: `${manifest.name}.${description.name}`,
		nodeVersion: '1.0',
		codexVersion: '1.0',
		resources: {
			primaryDocumentation: [{ url: manifest.homepage }],
			credentialDocumentation: [{ url: new BambuLabCloudApi().documentationUrl }],
		},
	});
	// What people type who have never heard of the node.
	for (const word of ['bambu', '3d printer', 'print finished', 'filament', 'slicer']) {
		expect(codex.alias).toContain(word);
	}
	expect(new Set(codex.alias).size).toBe(codex.alias.length);
});

import { withTables } from '../support/readmeTables';
import { readText } from '../support/project';

interface Gulpfile {
	registry: { text: () => string };
}

test('the registry lists the operations of the folders: else run `npm run registry`', () => {
	const { registry } = jest.requireActual<Gulpfile>('../../gulpfile.js');
	expect(readText('nodes/BambuLab/actions/registry.ts')).toBe(registry.text());
});

test('the README lists the operations of the registry: else run `npm run readme`', () => {
	const readme = readText('README.md');
	expect(readme).toBe(withTables(readme));
});

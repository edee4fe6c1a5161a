import { pagesWithTables, withTables } from '../support/docTables';
import { readText } from '../support/project';

interface Gulpfile {
	registry: { text: () => string };
}

test('the registry lists the operations of the folders: else run `npm run registry`', () => {
	const { registry } = jest.requireActual<Gulpfile>('../../gulpfile.js');
	expect(readText('nodes/BambuLab/actions/registry.ts')).toBe(registry.text());
});

test.each(pagesWithTables)('the tables of %s are fresh: else run `npm run readme`', (file) => {
	const page = readText(file);
	expect(page).toBe(withTables(file, page));
});

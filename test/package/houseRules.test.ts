import { runScript } from '../support/project';

test('the sources keep the rules of houseRules.config.mjs', () => {
	const folders = ['nodes', 'credentials', 'test', 'sandbox'];
	expect(runScript('test/package/lintSources.mjs', folders)).toEqual([]);
});

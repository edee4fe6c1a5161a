import { readText } from '../support/project';
import { figuresIn, reliabilityPage, type Figures } from '../support/reliability';

/** Without what prettier decides. */
const bare = (text: string) => text.replace(/[\s-]+/g, '');

test('docs/reliability.md says what docs/reliability.data.json holds', () => {
	const figures = JSON.parse(readText('docs/reliability.data.json')) as Figures;
	expect(bare(readText('docs/reliability.md'))).toBe(bare(reliabilityPage(figures)));
});

test('figures are the last line of a log that holds any', () => {
	const log = '{"run":"queue","lost":1}\n> a line\n{"run":"model","lost":0}\n{broken\n';
	expect(figuresIn(log)).toEqual({ run: 'model', lost: 0 });
	expect(figuresIn('{"run":"something else"}')).toBeUndefined();
});

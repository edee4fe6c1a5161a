import { figuresIn } from '../support/reliability';

test('figures are the last line of a log that holds any', () => {
	const log = '{"run":"queue","lost":1}\n> a line\n{"run":"model","lost":0}\n{broken\n';
	expect(figuresIn(log)).toEqual({ run: 'model', lost: 0 });
	expect(figuresIn('{"run":"something else"}')).toBeUndefined();
});

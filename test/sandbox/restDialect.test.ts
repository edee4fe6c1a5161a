import { hasFeature } from '../../sandbox/restDialect';

test.each([
	['1.123.81', false],
	['2.0.3', false],
	['2.20.12', true],
	['2.41.1', true],
	['3.0.0', true],
])('n8n %s runs what is stored: %s', (version, expected) => {
	expect(hasFeature(version, 'runsWhatIsStored')).toBe(expected);
});

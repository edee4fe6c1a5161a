import { Contract, fixtures, placeOf, readFixture } from './contractHarness';

/** Invented bodies in the shape that captures of 2026 show. */
let contract: Contract;
beforeAll(async () => {
	contract = await Contract.load();
});

test.each(fixtures('current'))('%s satisfies the contract', (fixture) => {
	const body = readFixture(fixture);
	expect(contract.problems(placeOf(fixture), body)).toEqual([]);
	expect(contract.undocumented(placeOf(fixture), body)).toEqual([]);
});

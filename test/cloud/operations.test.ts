import { loadContract } from './contract';
import { handlers } from './handlers';
import { field } from './support/client';

// That each answers as the contract has it is seen wherever one is asked: a violation fails any test.
test('each operation of the contract has a handler, and no handler is without one', () => {
	const operations = Object.values(loadContract().paths ?? {}).flatMap((path) =>
		Object.values(path ?? {}).flatMap((one) => field(one, 'operationId') ?? []),
	);
	expect(operations.sort()).toEqual(Object.keys(handlers).sort());
});

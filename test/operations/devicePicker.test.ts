import nock from 'nock';

import { BambuLab } from '../../nodes/BambuLab/BambuLab.node';
import { forgetSignIns } from '../support/forget';
import { bambuCredential, globalApi } from '../support/bambuLab';
import { credentialFor, useCloud } from '../support/cloud';
import { listSearch } from '../support/engine';

const bindPath = '/v1/iot-service/api/user/bind';

describe('the printer picker', () => {
	const cloud = useCloud();
	beforeEach(forgetSignIns);

	async function found(filter?: string): Promise<string[]> {
		const credential = credentialFor(cloud());
		const setup = { node: BambuLab, credential, method: 'searchDevices', filter };
		return (await listSearch(setup)).results.map(({ name, value }) => `${name} | ${value}`);
	}

	test('lists all printers by name, with model', async () => {
		expect(await found()).toEqual([
			'Desk · X1 Carbon | 00M00A000000002',
			'Garage · A1 | 03900A000000004',
			'Kitchen · A1 mini | 0300AA000000003',
			'Studio · H2D | 09400A000000005',
			'Workshop · P1S | 01P00A000000001',
		]);
	});

	test.each([
		['a part of the name', ' KITCH ', ['Kitchen · A1 mini | 0300AA000000003']],
		['a serial number', '09400a', ['Studio · H2D | 09400A000000005']],
		['nothing that there is', 'zeppelin', []],
	])('finds by %s', async (_name, filter, expected) => {
		expect(await found(filter)).toEqual(expected);
	});

	test('an account without printers is told how to get some', async () => {
		nock(globalApi).get(bindPath).reply(200, { message: 'success', code: 0, error: null });
		const setup = { node: BambuLab, credential: bambuCredential(), method: 'searchDevices' };
		await expect(listSearch(setup)).rejects.toThrow(
			'This account has no printers. Bind one to it in Bambu Handy or Bambu Studio.',
		);
	});

	test('a failure shows its sentence', async () => {
		nock(globalApi).get(bindPath).reply(502, '<html>Bad Gateway</html>');
		const setup = { node: BambuLab, credential: bambuCredential(), method: 'searchDevices' };
		await expect(listSearch(setup)).rejects.toThrow(
			'The Bambu Lab cloud is having trouble (status 502)',
		);
	});
});

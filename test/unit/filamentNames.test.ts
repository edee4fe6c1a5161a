import type { CloudClient } from '../../nodes/BambuLab/cloud/client';
import { filamentNames } from '../../nodes/BambuLab/core/filamentCatalogue';
import { filamentNameOf, fullFilamentName } from '../../nodes/BambuLab/output/filamentNames';

test.each([
	['Bambu Lab', 'PLA Basic', 'Bambu PLA Basic'],
	['Generic', 'PETG', 'Generic PETG'],
	['House', 'Red PLA', 'House Red PLA'],
	['Bambu Lab', 'Bambu PLA Matte', 'Bambu PLA Matte'],
	['eSUN', 'esun PLA+', 'esun PLA+'],
	['', 'PLA', 'PLA'],
	['House', '', ''],
])('%s %s is called "%s"', (vendor, name, full) => {
	expect(fullFilamentName(vendor, name)).toBe(full);
});

// Names of BambuStudio's own profiles, of kinds that the first table of this package lacked.
test.each([
	['GFA05', 'Bambu PLA Silk'],
	['GFA50', 'Bambu PLA-CF'],
	['GFB50', 'Bambu ABS-GF'],
	['GFN04', 'Bambu PAHT-CF'],
	['GFS05', 'Bambu Support For PLA/PETG'],
	['GFL01', 'PolyTerra PLA'],
	['GFU02', 'Bambu TPU for AMS'],
])('%s is %s also without the catalogue', (id, name) => {
	expect(filamentNameOf(id, undefined)).toBe(name);
});

test('the catalogue goes before the table, and what nobody knows has no name', () => {
	const names = new Map([['GFA00', 'Bambu PLA Basic 2']]);
	expect(filamentNameOf('GFA00', names)).toBe('Bambu PLA Basic 2');
	for (const id of ['', 'GFX99', 'constructor', '__proto__']) {
		expect(filamentNameOf(id, names)).toBeNull();
	}
});

describe('names from the cloud', () => {
	const catalogue = {
		filamentSettings: [
			{ filamentId: 'GFA21', filamentVendor: 'Bambu Lab', filamentName: 'PLA Wood 2' },
			{ filamentId: '', filamentName: 'x' },
		],
	};
	const presets = {
		filament: { private: [{ filament_id: 'Pabc1234', name: 'House PLA @BBL X1C' }] },
	};

	function cloudWith(answers: { [path: string]: unknown }): [CloudClient, string[]] {
		const asked: string[] = [];
		const send: CloudClient['send'] = async ({ path }) => {
			asked.push(path.split('/').at(-1) ?? '');
			const answer = Object.entries(answers).find(([ending]) => path.endsWith(ending))?.[1];
			if (answer === undefined) throw new Error('trouble');
			return await Promise.resolve(answer);
		};
		return [{ send } as CloudClient, asked];
	}

	test('of the catalogue, and of one’s own presets', async () => {
		const [cloud, asked] = cloudWith({ config: catalogue, setting: presets });
		const names = await filamentNames(['GFA21', 'Pabc1234', ''], cloud);
		expect([...names].sort()).toEqual([
			['GFA21', 'Bambu PLA Wood 2'],
			['Pabc1234', 'House PLA'],
		]);
		expect(asked).toEqual(['config', 'setting']);
	});

	test.each([
		['no filament', [''], []],
		['official ones', ['GFA00'], ['config']],
		['one’s own', ['Pabc1234'], ['setting']],
	])('%s: only what is needed is asked for', async (_name, ids, requests) => {
		const [cloud, asked] = cloudWith({ config: catalogue, setting: presets });
		await filamentNames(ids, cloud);
		expect(asked).toEqual(requests);
	});

	test('each is asked once, also at the same time, and also in vain', async () => {
		const [cloud, asked] = cloudWith({});
		const ids = ['GFA00', 'P1'];
		await Promise.all([filamentNames(ids, cloud), filamentNames(ids, cloud)]);
		expect([...(await filamentNames(ids, cloud))]).toEqual([]);
		expect(asked.sort()).toEqual(['config', 'setting']);
	});
});
